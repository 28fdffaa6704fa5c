package io.tidemark.engine.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;

/// The name a restore writes to, `<target>.partial`, until the file is complete.
///
/// The target's name appears only with a complete, durable file behind it. Closing without [#publish()] deletes
/// what was written.
public final class PartialFile implements AutoCloseable {
    private static final String SUFFIX = ".partial";

    private final Path target;
    private final Path partial;

    private PartialFile(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /// Reserves the names.
    ///
    /// @param target  the file to come, an absolute path in an existing directory
    /// @throws TargetExistsException when a file is there, or another restore's partial file
    public static PartialFile reserve(Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + SUFFIX);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target);
        }
        if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) {
            throw new TargetExistsException("File " + partial + " exists: another restore to " + target
                    + " is running, or one was killed. If none is running, delete the file and try again.");
        }
        return new PartialFile(target, partial);
    }

    /// Where to write.
    public Path path() {
        return partial;
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
        try {
            // A rename would silently replace a file that appeared since reserve(); a link never does.
            Files.createLink(target, partial);
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            moveWithoutLink(noLinksHere);
        }
        Files.deleteIfExists(partial);
        try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// Deletes the partial file if it is still there.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(partial);
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
