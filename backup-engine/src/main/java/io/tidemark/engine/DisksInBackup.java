package io.tidemark.engine;

import io.tidemark.engine.source.DiskSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All disks of a backup, under lock together from before the first is read until after the last is done.
final class DisksInBackup implements AutoCloseable {
    private final List<DiskInBackup> disks = new ArrayList<>();

    private DisksInBackup() {}

    /// Opens every image, or none.
    static DisksInBackup open(BackupRequest request, BackUpMachine.DiskOpener opener)
            throws IOException, EngineException {
        refuseRepetitions(request);
        DisksInBackup opened = new DisksInBackup();
        try {
            for (DiskImage disk : request.disks()) {
                opened.add(disk, opener.open(disk, request.roots()));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    List<DiskInBackup> all() {
        return disks;
    }

    long virtualBytes() {
        return disks.stream().mapToLong(disk -> disk.source().virtualSize()).sum();
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (DiskInBackup disk : disks) {
            try {
                disk.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void add(DiskImage disk, DiskSource source) throws IOException {
        try {
            disks.add(new DiskInBackup(disk, source));
        } catch (IOException | RuntimeException e) {
            try {
                source.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException again) {
            failure.addSuppressed(again);
        }
    }

    private static void refuseRepetitions(BackupRequest request) throws IOException, EngineException {
        Set<String> names = new HashSet<>();
        Map<Object, DiskImage> images = new HashMap<>();
        for (DiskImage disk : request.disks()) {
            if (!names.add(disk.name())) {
                throw new EngineException(
                        FailureCode.REQUEST_INVALID,
                        "Machine " + request.machine() + " has two disks named " + disk.name()
                                + ". Give each disk a name of its own.");
            }
            DiskImage other = images.putIfAbsent(fileKey(disk.image(), request.roots()), disk);
            if (other != null) {
                throw new EngineException(
                        FailureCode.IMAGE_REPEATED,
                        "Disks " + other.name() + " and " + disk.name() + " of machine " + request.machine()
                                + " are one image: " + other.image() + " and " + disk.image()
                                + ". Name each image once.");
            }
        }
    }

    /// What makes two paths one file, hard links included. Nothing is asked about a file outside the roots.
    private static Object fileKey(Path image, ImageRoots roots) throws IOException {
        Path real;
        try {
            real = roots.existing(image);
        } catch (NoSuchFileException missing) {
            return image.toAbsolutePath().normalize();
        }
        return Files.getAttribute(real, "unix:dev") + ":" + Files.getAttribute(real, "unix:ino");
    }
}
