package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/// Turns what the file system throws into the failures of [ObjectStore].
final class DirectoryFailures {

    private final ObjectStore store;
    private final Path root;

    DirectoryFailures(ObjectStore store, Path root) {
        this.store = store;
        this.root = root;
    }

    /// @param doing  what was asked, for the message: `put packs/3f…`
    /// @param needed  how many bytes it had to write
    StoreException of(IOException e, String doing, long needed) {
        String what = doing + " at " + store.location() + " failed: " + message(e);
        if (e instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt();
            return new StoreInterruptedException("Interrupted: " + doing + " at " + store.location(), e);
        }
        if (e instanceof AccessDeniedException) {
            return new StoreAccessDeniedException(
                    what + ". User " + System.getProperty("user.name") + " must be allowed to read and write there", e);
        }
        if (isReadOnly(e)) {
            return new StoreAccessDeniedException(what + ". The file system is mounted read-only", e);
        }
        if (needed > 0 && isFull(e, needed)) {
            return new StoreFullException(what + ". Free space in the file system or raise the quota", e);
        }
        return new StoreException(what, e);
    }

    private boolean isReadOnly(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileAlreadyExistsException) {
            return false;
        }
        try {
            return Files.getFileStore(root).isReadOnly();
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
            return false;
        }
    }

    /// The text of the error is the kernel's in the user's language; the space left decides where it says nothing.
    private boolean isFull(IOException e, long needed) {
        String text = Objects.toString(e.getMessage(), "").toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(root).getUsableSpace() < needed;
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
            return false;
        }
    }

    private static String message(IOException e) {
        String kind = e.getClass() == IOException.class || e.getClass() == FileSystemException.class
                ? ""
                : e.getClass().getSimpleName() + " ";
        return kind + e.getMessage();
    }
}
