package io.tidemark.engine.source;

import io.tidemark.qcow2.BackingFile;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.repository.point.BackingIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the images of a chain are recognised by.
final class BackingLayers {
    static final String QCOW2 = "qcow2";

    private BackingLayers() {}

    /// The images below an active one, the nearest first. They are under read locks for as long as it is
    /// open.
    static List<BackingIdentity> below(Qcow2Image active) throws IOException {
        List<BackingIdentity> identities = new ArrayList<>();
        for (BackingFile file : active.backingFiles()) {
            identities.add(identity(file));
        }
        return List.copyOf(identities);
    }

    /// An image whose guest data are in another file may change there alone, so both files count.
    private static BackingIdentity identity(BackingFile file) throws IOException {
        BackingIdentity image = identity(file.path(), Objects.requireNonNullElse(file.format(), QCOW2));
        if (file.dataFile() == null) {
            return image;
        }
        BackingIdentity data = identity(file.dataFile().path(), "raw");
        return new BackingIdentity(
                image.path(),
                image.format(),
                image.fileLength() + data.fileLength(),
                image.modifiedAt().isAfter(data.modifiedAt()) ? image.modifiedAt() : data.modifiedAt());
    }

    /// What a file is recognised by; it is not opened for this, which would endanger the locks on it.
    static BackingIdentity identity(Path path, String format) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new BackingIdentity(
                path.toString(),
                format,
                attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }
}
