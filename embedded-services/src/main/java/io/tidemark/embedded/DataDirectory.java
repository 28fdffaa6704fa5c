package io.tidemark.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The directory of one embedded server, locked for as long as this is open.
///
/// Whoever holds the lock may take any process that still works in the directory for a left-over of a killed
/// predecessor. The kernel drops the lock when its holder dies.
final class DataDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /// Makes the directory where it is missing, takes it away from other users and locks it.
    ///
    /// @throws IOException if another process (or this one) has a server running on it
    static DataDirectory lock(Path directory) throws IOException {
        Path path = Files.createDirectories(directory).toRealPath();
        Files.setPosixFilePermissions(path, PRIVATE);
        FileChannel lockFile =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLocked(lockFile)) {
                return new DataDirectory(path, lockFile);
            }
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
        lockFile.close();
        throw new IOException("Another process has a server running on " + path
                + ". Stop it first, or choose another data directory");
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /// Writes a file that only the user may read, whole or not at all.
    void writePrivate(String name, String content) throws IOException {
        Path temporary = resolve(name + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PRIVATE_FILE);
        Files.writeString(temporary, content);
        Files.move(temporary, resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
