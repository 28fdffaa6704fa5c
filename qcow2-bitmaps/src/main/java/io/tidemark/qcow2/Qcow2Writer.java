package io.tidemark.qcow2;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.format.NewImage;
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
/// until [#finish()] returns the file is no image, and closing before that deletes it. Memory is one L2 table
/// and 8 bytes per L2 table written. One thread at a time. The file is held under the write lock.
public final class Qcow2Writer implements Closeable {
    private static final long MAX_L1_BYTES = 32L << 20;

    private final ImageSource target;
    private final @Nullable Path deletedUnlessFinished;
    private final long virtualSize;
    private final int clusterSize;
    private final int clusterBits;
    private final int tableBits;
    private final long[] l1;
    private final ByteBuffer l2;
    private int currentTable = -1;
    private long nextCluster = 1;
    private long writtenUpTo;
    private boolean finished;

    private Qcow2Writer(ImageSource target, @Nullable Path path, long virtualSize, int clusterSize, int l1Entries) {
        this.target = target;
        this.deletedUnlessFinished = path;
        this.virtualSize = virtualSize;
        this.clusterSize = clusterSize;
        this.clusterBits = Integer.numberOfTrailingZeros(clusterSize);
        this.tableBits = 2 * clusterBits - 3;
        this.l1 = new long[l1Entries];
        this.l2 = ByteBuffer.allocateDirect(clusterSize);
    }

    /// Starts an image file.
    ///
    /// @param target  must not exist; its folder must
    /// @param virtualSize  guest bytes; rounded up to 512
    /// @param clusterSize  a power of two, 512 to 2 MiB
    /// @throws java.nio.file.FileAlreadyExistsException  when there is a file
    /// @throws UnsupportedImageException  when the disk is too large for clusters of this size
    public static Qcow2Writer create(Path target, long virtualSize, int clusterSize) throws IOException {
        int l1Entries = l1Entries(target.toString(), virtualSize, clusterSize);
        return new Qcow2Writer(FileImageSource.create(target), target, rounded(virtualSize), clusterSize, l1Entries);
    }

    /// Starts an image in an empty source, which stays with the caller.
    public static Qcow2Writer create(ImageSource target, long virtualSize, int clusterSize) throws IOException {
        int l1Entries = l1Entries(target.name(), virtualSize, clusterSize);
        return new Qcow2Writer(target, null, rounded(virtualSize), clusterSize, l1Entries);
    }

    /// Writes guest bytes. Offsets ascend from call to call and are multiples of the cluster size; so are
    /// lengths, but for the last of the disk. What is passed over reads as zeros.
    ///
    /// @param data  written from its position to its limit; direct buffers are faster. The position moves to the
    ///     limit
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
                writeRun(guestOffset + at, data.slice(start + at, Math.min(run, length - at)));
                at += run;
            }
        }
        data.position(data.limit());
        writtenUpTo = guestOffset + Math.max(0, length);
    }

    /// Makes the image complete and durable.
    public void finish() throws IOException {
        if (finished) {
            throw new IllegalStateException("finished already");
        }
        writeTable();
        long end = new NewImage(clusterBits, virtualSize, l1).complete(target, nextCluster);
        target.truncate(end);
        finished = true;
    }

    /// Closes the file; deletes it unless it was finished.
    @Override
    public void close() throws IOException {
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

    /// How many bytes from a cluster's start go into one write: clusters that are not all zeros, in one L2 table.
    private int nonZeroRun(ByteBuffer data, int start, long guestOffset) {
        long tableEnd = ((guestOffset >>> tableBits) + 1) << tableBits;
        int limit = (int) Math.min(data.limit() - start, tableEnd - guestOffset);
        int run = 0;
        while (run < limit && !ZeroBytes.only(data, start + run, Math.min(clusterSize, limit - run))) {
            run += clusterSize;
        }
        return run;
    }

    private void writeRun(long guestOffset, ByteBuffer data) throws IOException {
        int table = (int) (guestOffset >>> tableBits);
        if (table != currentTable) {
            writeTable();
            currentTable = table;
        }
        int length = data.remaining();
        long host = nextCluster << clusterBits;
        target.write(data, host);
        int padding = -length & (clusterSize - 1);
        if (padding > 0) {
            target.write(ByteBuffer.allocate(padding), host + length);
        }
        int clusters = (length + padding) >>> clusterBits;
        int index = (int) (guestOffset >>> clusterBits) & ((clusterSize >>> 3) - 1);
        for (int i = 0; i < clusters; i++) {
            l2.putLong((index + i) * Long.BYTES, (host + ((long) i << clusterBits)) | L2Entry.COPIED);
        }
        nextCluster += clusters;
    }

    private void writeTable() throws IOException {
        if (currentTable < 0) {
            return;
        }
        long host = nextCluster++ << clusterBits;
        target.write(l2.rewind(), host);
        l1[currentTable] = host | L2Entry.COPIED;
        ZeroBytes.fill(l2.rewind(), clusterSize);
        l2.rewind();
        currentTable = -1;
    }

    private static long rounded(long virtualSize) {
        return (virtualSize + 511) & -512L;
    }

    private static int l1Entries(String name, long virtualSize, int clusterSize) throws UnsupportedImageException {
        if (virtualSize < 0 || Integer.bitCount(clusterSize) != 1 || clusterSize < 512 || clusterSize > 2 << 20) {
            throw new IllegalArgumentException(
                    "no image of %d bytes in clusters of %d".formatted(virtualSize, clusterSize));
        }
        int tableBits = 2 * Integer.numberOfTrailingZeros(clusterSize) - 3;
        long entries = virtualSize == 0 ? 0 : ((virtualSize - 1) >>> tableBits) + 1;
        if (entries * Long.BYTES > MAX_L1_BYTES) {
            throw new UnsupportedImageException(
                    name,
                    "a disk of %d bytes in clusters of %d".formatted(virtualSize, clusterSize),
                    "Choose larger clusters.");
        }
        return (int) entries;
    }
}
