package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Files on their way to becoming objects.
///
/// A writer holds a lock on its file, which the kernel drops when the writer dies. So a file that can be locked was
/// left by a writer that died: the first use of each store deletes those, whatever their age. A file is its writer's
/// only once it is both locked and still there; one that another process deleted in the instant before its lock is
/// made anew. Where the file system has no locks nothing is deleted.
final class TemporaryFiles {

    /// No key starts with a dot, so these are never listed.
    static final String DIRECTORY = ".tmp";

    private static final String SUFFIX = ".new";

    /// Names of the files of this process. These are never so much as opened by a clean-up: closing any channel on
    /// a file drops the locks which the process holds on it (POSIX `fcntl`).
    private static final Set<String> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

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
        while (true) {
            TemporaryFile file = open();
            if (file.isOurs()) {
                return file;
            }
            file.close();
        }
    }

    private TemporaryFile open() throws IOException {
        String name = UUID.randomUUID() + SUFFIX;
        Path path = directory.resolve(name);
        OF_THIS_PROCESS.add(name);
        try {
            return new TemporaryFile(
                    path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException | RuntimeException e) {
            OF_THIS_PROCESS.remove(name);
            throw e;
        }
    }

    private void deleteLeftOvers() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                if (!OF_THIS_PROCESS.contains(file.getFileName().toString())) {
                    deleteIfLeftOver(file);
                }
            }
        }
    }

    private static void deleteIfLeftOver(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (lock(channel) == Lock.HELD) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // Its writer has just finished with it.
            return;
        }
    }

    /// Locks a file until its channel is closed.
    private static Lock lock(FileChannel channel) {
        try {
            return channel.tryLock() == null ? Lock.HELD_BY_ANOTHER : Lock.HELD;
        } catch (OverlappingFileLockException _) {
            return Lock.HELD_BY_ANOTHER;
        } catch (IOException _) {
            return Lock.NONE_HERE;
        }
    }

    private enum Lock {
        HELD,
        HELD_BY_ANOTHER,
        /// The file system has no locks.
        NONE_HERE
    }

    /// Closing it deletes the file under this name; an object made of it by a link or a rename stays.
    record TemporaryFile(Path path, FileChannel channel) implements AutoCloseable {

        /// True where no clean-up of another process has the file, or had it before it was locked.
        private boolean isOurs() {
            return switch (lock(channel)) {
                case HELD -> Files.exists(path, LinkOption.NOFOLLOW_LINKS);
                case HELD_BY_ANOTHER -> false;
                case NONE_HERE -> true;
            };
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(path);
            } finally {
                OF_THIS_PROCESS.remove(path.getFileName().toString());
            }
        }
    }
}
