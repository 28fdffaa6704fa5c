package io.tidemark.qcow2;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.layout.ImageLayout;
import io.tidemark.qcow2.layout.ImageOptions;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.ZeroBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writes a new version 3 image from front to back: the file of a restore.
///
/// Clusters of zeros are left out. Writes to the file are sequential but for the header, which comes last:
/// until [#finish()] returns the file is no image, and closing before that deletes it. Memory is 8 bytes per
/// L2 table (16 KiB for 1 TiB in clusters of 64 KiB) and per refcount block, a megabyte (or a cluster) of
/// tables and, when it compresses, up to 64 clusters of streams (16 MiB at most). It compresses on the thread
/// that writes. One thread at a time. The file is held under the write lock.
public final class Qcow2Writer implements Closeable {
    private final ImageSource target;
    private final @Nullable Path deletedUnlessFinished;
    private final long virtualSize;
    private final int clusterSize;
    private final int tableBits;
    private final ImageLayout layout;
    private long writtenUpTo;
    private boolean finished;

    private Qcow2Writer(ImageSource target, @Nullable Path path, long virtualSize, ImageOptions options)
            throws IOException {
        this.target = target;
        this.deletedUnlessFinished = path;
        this.virtualSize = virtualSize;
        this.clusterSize = options.clusterSize();
        this.tableBits = options.tableBits();
        this.layout = new ImageLayout(target, options, virtualSize);
    }

    /// Starts an image file with plain clusters.
    ///
    /// @param target  must not exist; its folder must
    /// @param virtualSize  guest bytes; rounded up to 512
    /// @param clusterSize  a power of two, 512 to 2 MiB
    /// @throws java.nio.file.FileAlreadyExistsException  when there is a file
    /// @throws UnsupportedImageException  when the disk is too large for clusters of this size
    public static Qcow2Writer create(Path target, long virtualSize, int clusterSize) throws IOException {
        return create(target, virtualSize, ImageOptions.clusters(clusterSize));
    }

    /// Starts an image file.
    ///
    /// @param target  must not exist; its folder must
    /// @param virtualSize  guest bytes; rounded up to 512
    /// @throws java.nio.file.FileAlreadyExistsException  when there is a file
    /// @throws UnsupportedImageException  when the disk is too large for clusters of this size
    /// @throws io.tidemark.qcow2.failure.BitmapException  `bitmap-limit` when the bitmap asked for cannot
    ///     describe the disk
    public static Qcow2Writer create(Path target, long virtualSize, ImageOptions options) throws IOException {
        options.requireFits(target.toString(), rounded(virtualSize));
        return new Qcow2Writer(FileImageSource.create(target), target, rounded(virtualSize), options);
    }

    /// Starts an image in an empty source, which stays with the caller.
    public static Qcow2Writer create(ImageSource target, long virtualSize, int clusterSize) throws IOException {
        return create(target, virtualSize, ImageOptions.clusters(clusterSize));
    }

    /// Starts an image in an empty source, which stays with the caller.
    public static Qcow2Writer create(ImageSource target, long virtualSize, ImageOptions options) throws IOException {
        options.requireFits(target.name(), rounded(virtualSize));
        return new Qcow2Writer(target, null, rounded(virtualSize), options);
    }

    /// Writes guest bytes. Offsets ascend from call to call and are multiples of the cluster size; so are
    /// lengths, but for the last of the disk. What is passed over reads as zeros.
    ///
    /// @param data  written from its position to its limit; direct buffers are faster. The position moves to
    ///     the limit
    public void write(long guestOffset, ByteBuffer data) throws IOException {
        int length = data.remaining();
        requirePlace(guestOffset, length);
        int start = data.position();
        int at = 0;
        while (at < length) {
            int run = nonZeroRun(data, start + at, guestOffset + at);
            if (run == 0) {
                at += clusterSize;
            } else {
                layout.add(guestOffset + at, data.slice(start + at, Math.min(run, length - at)));
                at += run;
            }
        }
        data.position(data.limit());
        writtenUpTo = guestOffset + length;
    }

    /// Makes the image complete and durable.
    public void finish() throws IOException {
        if (finished) {
            throw new IllegalStateException("finished already");
        }
        layout.finish();
        finished = true;
    }

    /// Closes the file; deletes it unless it was finished.
    @Override
    public void close() throws IOException {
        layout.close();
        if (deletedUnlessFinished == null) {
            return;
        }
        try {
            if (!finished) {
                Files.deleteIfExists(deletedUnlessFinished);
            }
        } finally {
            target.close();
        }
    }

    private void requirePlace(long guestOffset, int length) {
        boolean aligned =
                guestOffset % clusterSize == 0 && (length % clusterSize == 0 || guestOffset + length == virtualSize);
        if (finished || !aligned || guestOffset < writtenUpTo || length > virtualSize - guestOffset) {
            throw new IllegalArgumentException(
                    "cannot write %d bytes at %d: up to %d is written, the disk has %d bytes in clusters of %d"
                            .formatted(length, guestOffset, writtenUpTo, virtualSize, clusterSize));
        }
    }

    /// How many bytes from a cluster's start go into one write: clusters that are not all zeros, in one L2
    /// table.
    private int nonZeroRun(ByteBuffer data, int start, long guestOffset) {
        long tableEnd = ((guestOffset >>> tableBits) + 1) << tableBits;
        int limit = (int) Math.min(data.limit() - start, tableEnd - guestOffset);
        int run = 0;
        while (run < limit && !ZeroBytes.only(data, start + run, Math.min(clusterSize, limit - run))) {
            run += clusterSize;
        }
        return run;
    }

    private static long rounded(long virtualSize) {
        return (virtualSize + 511) & -512L;
    }
}
