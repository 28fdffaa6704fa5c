package io.tidemark.engine.source;

import io.tidemark.qcow2.BackingFile;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.repository.point.BackingIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The images below an active one, each opened by itself for the sake of its marks; content is read through the
/// active image.
final class BackingLayers implements Closeable {
    static final String QCOW2 = "qcow2";

    private final List<BackingIdentity> identities = new ArrayList<>();
    private final List<@Nullable Qcow2Image> images = new ArrayList<>();

    private BackingLayers() {}

    /// Follows the chain down from an image. The images are under read locks already, which this shares.
    static BackingLayers open(Qcow2Image active, ImageResolver resolver) throws IOException {
        BackingLayers layers = new BackingLayers();
        try {
            for (BackingFile file : active.backingFiles()) {
                layers.add(file, resolver);
            }
            return layers;
        } catch (IOException | RuntimeException e) {
            try {
                layers.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /// How many images there are.
    int count() {
        return identities.size();
    }

    /// What the image at a depth from 1 on is recognised by.
    BackingIdentity identity(int depth) {
        return identities.get(depth - 1);
    }

    /// The image at a depth from 1 on, or null when it is not a qcow2 one.
    @Nullable
    Qcow2Image qcow2(int depth) {
        return images.get(depth - 1);
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

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Qcow2Image image : images) {
            try {
                if (image != null) {
                    image.close();
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void add(BackingFile file, ImageResolver resolver) throws IOException {
        String format = Objects.requireNonNullElse(file.format(), QCOW2);
        images.add(format.equals(QCOW2) ? Qcow2Image.open(file.path(), Access.READ, resolver) : null);
        identities.add(identity(file.path(), format));
    }
}
