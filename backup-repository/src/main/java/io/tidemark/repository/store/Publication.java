package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// Gives a finished file its final name, unless that name is taken: of several at once exactly one succeeds.
interface Publication {

    /// The temporary name may or may not be left.
    ///
    /// @throws FileAlreadyExistsException if the final name is taken; nothing has changed then
    void create(Path temporary, Path target) throws IOException;

    /// By hard link, which the kernel makes atomically; under a lock where the file system has no hard links.
    static Publication forAnyFileSystem(Path root) {
        Publication link = hardLink();
        Publication fallback = renameUnderLock(root);
        return (temporary, target) -> {
            try {
                link.create(temporary, target);
            } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                try {
                    fallback.create(temporary, target);
                } catch (IOException failure) {
                    failure.addSuppressed(e);
                    throw failure;
                }
            }
        };
    }

    static Publication hardLink() {
        return (temporary, target) -> Files.createLink(target, temporary);
    }

    /// All writers of all processes take turns: a rename replaces, so looking first is right only under a lock.
    static Publication renameUnderLock(Path root) {
        Path lockFile = root.resolve(TemporaryFiles.DIRECTORY).resolve("create.lock");
        return (temporary, target) -> {
            // A file lock belongs to the process; its threads need one of their own.
            RenameTurn.IN_THIS_PROCESS.lock();
            try (FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                RenameTurn.IN_THIS_PROCESS.unlock();
            }
        };
    }

    /// Holds the lock among the threads of this process.
    final class RenameTurn {

        private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

        private RenameTurn() {}
    }
}
