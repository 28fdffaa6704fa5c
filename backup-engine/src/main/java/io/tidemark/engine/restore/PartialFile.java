package io.tidemark.engine.restore;

import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The file a restore writes to, `<target>.tidemark-partial`, until it is complete.
///
/// The target's name appears only with a complete, durable file behind it. Closing without [#publish()] deletes
/// what was written.
///
/// The file is held under the locks of an image that is written, from before its first byte until it has its
/// name or is gone. They go with the process: a partial file that nobody holds was left by a restore that died,
/// and is replaced.
public final class PartialFile implements AutoCloseable {
    private static final String SUFFIX = ".tidemark-partial";
    private static final int ATTEMPTS = 8;

    private final Path target;
    private final Path partial;
    private final FileImageSource file;
    private final boolean replacedLeftover;
    private boolean published;

    private PartialFile(Path target, Path partial, FileImageSource file, boolean replacedLeftover) {
        this.target = target;
        this.partial = partial;
        this.file = file;
        this.replacedLeftover = replacedLeftover;
    }

    /// Reserves the names and creates the partial file, empty.
    ///
    /// @param target  the file to come, an absolute path in an existing directory
    /// @throws TargetExistsException when a file is there, or a partial file that another restore is writing
    public static PartialFile reserve(Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + SUFFIX);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target);
        }
        boolean replaced = false;
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                FileImageSource file = create(partial);
                if (file != null) {
                    return new PartialFile(target, partial, file, replaced);
                }
                replaced |= removeLeftover(partial);
            }
        } catch (ImageBusyException inUse) {
            throw new TargetExistsException(
                    "Another restore is writing " + target + ": " + partial
                            + " is in use. Wait for it, or choose another target.",
                    inUse);
        }
        throw new TargetExistsException("Other restores keep taking " + partial + ". Choose another target.");
    }

    /// Where to write. It stays this object's: whoever writes does not close it.
    public ImageSource content() {
        return file;
    }

    /// Whether the partial file of a restore that died was in the way, and was removed.
    public boolean replacedLeftover() {
        return replacedLeftover;
    }

    /// Bytes that can still be written in the target's directory.
    public long freeBytes() throws IOException {
        return Files.getFileStore(directory()).getUsableSpace();
    }

    /// A failure to write, as a [DiskFullException] when it came of a full disk.
    ///
    /// @param neededBytes  at most so many bytes were still to be written
    public IOException explain(IOException failure, long neededBytes) throws IOException {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        long free = freeBytes();
        boolean full = message.contains("no space left") || message.contains("quota") || free == 0;
        return full ? new DiskFullException(target, neededBytes, free, failure) : failure;
    }

    /// Gives the complete file its name, and makes the name durable.
    ///
    /// @throws TargetExistsException when a file of that name has appeared meanwhile; it is left alone
    public void publish() throws IOException {
        if (!isMine()) {
            throw new NoSuchFileException(
                    partial.toString(), null, "somebody removed the file while it was written. Restore again.");
        }
        try {
            // A rename would silently replace a file that appeared since reserve(); a link never does.
            Files.createLink(target, partial);
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            moveWithoutLink(noLinksHere);
        }
        published = true;
        Files.deleteIfExists(partial);
        try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// Deletes the partial file unless it has its name, and gives up its locks.
    @Override
    public void close() throws IOException {
        try (file) {
            if (!published && isMine()) {
                Files.deleteIfExists(partial);
            }
        }
    }

    /// Creates the file and locks it.
    ///
    /// @return null when there is one already, or was for a moment
    private static @Nullable FileImageSource create(Path partial) throws IOException {
        try {
            Files.createFile(partial);
        } catch (FileAlreadyExistsException e) {
            return null;
        }
        // Until it is locked, somebody else may take it for a leftover and remove it.
        try {
            FileImageSource file = FileImageSource.open(partial, Access.WRITE);
            if (leadsTo(partial, file)) {
                return file;
            }
            file.close();
            return null;
        } catch (NoSuchFileException removed) {
            return null;
        } catch (UnsupportedImageException noLocksHere) {
            Files.deleteIfExists(partial);
            throw noLocksHere;
        }
    }

    /// Removes a partial file that nobody writes.
    ///
    /// @return whether there was one
    /// @throws ImageBusyException when it is in use
    private static boolean removeLeftover(Path partial) throws IOException {
        if (!Files.isRegularFile(partial, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) {
                throw new TargetExistsException(
                        partial + " is in the way and no file of a restore. Remove it, or choose another target.");
            }
            return false;
        }
        // Only who holds the locks may remove the file, so it is the same one from the comparison to the removal.
        try (FileImageSource leftover = FileImageSource.open(partial, Access.WRITE)) {
            return leadsTo(partial, leftover) && Files.deleteIfExists(partial);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    private boolean isMine() throws IOException {
        return leadsTo(partial, file);
    }

    private static boolean leadsTo(Path path, FileImageSource file) throws IOException {
        try {
            return file.isAt(path);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private void moveWithoutLink(Exception noLinksHere) throws IOException {
        try {
            Files.move(partial, target);
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (IOException e) {
            e.addSuppressed(noLinksHere);
            throw e;
        }
    }

    private Path directory() {
        return Objects.requireNonNull(target.toAbsolutePath().getParent(), "directory of a file");
    }

    private static TargetExistsException exists(Path target) {
        return new TargetExistsException(
                "File " + target + " exists and is left as it is. Choose another target, or delete it first.");
    }
}
