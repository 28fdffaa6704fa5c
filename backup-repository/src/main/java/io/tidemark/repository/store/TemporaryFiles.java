package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// Files on their way to becoming objects.
///
/// A writer holds a lock on its file, which the kernel drops when the writer dies. So a file that can be locked was
/// left by a writer that died: the first use of each store deletes those, whatever their age. Should one that is in
/// use be deleted all the same (on a file system without locks, or in the instant before it is locked), its writer
/// fails, and nothing is lost.
final class TemporaryFiles {

    /// No key starts with a dot, so these are never listed.
    static final String DIRECTORY = ".tmp";

    private static final String SUFFIX = ".new";

    private final Path directory;
    private final AtomicBoolean cleaned = new AtomicBoolean();

    TemporaryFiles(Path directory) {
        this.directory = directory;
    }

    TemporaryFile create() throws IOException {
        SyncedDirectories.create(directory);
        if (cleaned.compareAndSet(false, true)) {
            deleteLeftOvers();
        }
        Path path = directory.resolve(UUID.randomUUID() + SUFFIX);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        isLocked(channel);
        return new TemporaryFile(path, channel);
    }

    private void deleteLeftOvers() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                deleteIfLeftOver(file);
            }
        }
    }

    private static void deleteIfLeftOver(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // Its writer has just finished with it.
            return;
        }
    }

    /// Locks a file until its channel is closed; false where another has it locked or the file system has no locks.
    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException _) {
            return false;
        }
    }

    /// Closing it deletes the file under this name; an object made of it by a link or a rename stays.
    record TemporaryFile(Path path, FileChannel channel) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(path);
            }
        }
    }
}
