package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a new image shall be like: version 3 always, with reference counts of 16 bits, as QEMU makes them.
///
/// @param clusterSize  bytes of a cluster: a power of two, 512 to 2 MiB
/// @param compression  how clusters are stored; those that do not get smaller are stored as they are
/// @param extendedL2  whether a cluster is split into 32 subclusters, so that zeros in it take no room; needs
///     clusters of 16 KiB or more, and QEMU 5.2
/// @param bitmap  a bitmap to start with, `null` for none
public record ImageOptions(
        int clusterSize,
        Compression compression,
        boolean extendedL2,
        @Nullable NewBitmap bitmap) {
    private static final int LEAST = 512;
    private static final int MOST = 2 << 20;
    /// An L1 table has at most 32 MiB.
    private static final long MAX_TABLES = (32L << 20) / Long.BYTES;

    private static final int LEAST_EXTENDED = 16 << 10;

    public ImageOptions {
        if (Integer.bitCount(clusterSize) != 1
                || clusterSize < (extendedL2 ? LEAST_EXTENDED : LEAST)
                || clusterSize > MOST) {
            throw new IllegalArgumentException(
                    "no image%s has clusters of %d bytes: expected a power of two, %d to 2 MiB"
                            .formatted(
                                    extendedL2 ? " with extended L2 entries" : "",
                                    clusterSize,
                                    extendedL2 ? LEAST_EXTENDED : LEAST));
        }
    }

    /// Plain clusters of a size, and nothing else.
    public static ImageOptions clusters(int clusterSize) {
        return new ImageOptions(clusterSize, Compression.NONE, false, null);
    }

    /// The same, compressed in a way.
    public ImageOptions with(Compression chosen) {
        return new ImageOptions(clusterSize, chosen, extendedL2, bitmap);
    }

    /// The same with subclusters.
    public ImageOptions withExtendedL2() {
        return new ImageOptions(clusterSize, compression, true, bitmap);
    }

    /// The same with a bitmap to start with.
    public ImageOptions with(NewBitmap first) {
        return new ImageOptions(clusterSize, compression, extendedL2, first);
    }

    /// Refuses a disk for which such an image cannot be made.
    ///
    /// @throws UnsupportedImageException  when it is too large for clusters of this size
    /// @throws io.tidemark.qcow2.failure.BitmapException  when the bitmap cannot describe it
    public void requireFits(String image, long virtualSize) throws IOException {
        if (virtualSize < 0) {
            throw new IllegalArgumentException("no disk has %d bytes".formatted(virtualSize));
        }
        if (tables(virtualSize) > MAX_TABLES) {
            throw new UnsupportedImageException(
                    image,
                    "a disk of %d bytes in clusters of %d".formatted(virtualSize, clusterSize),
                    "Choose larger clusters.");
        }
        if (bitmap != null) {
            bitmap.requireFits(image, virtualSize, clusterBits());
        }
    }

    /// Guest bytes that one L2 table describes, as a power of two.
    public int tableBits() {
        return 2 * clusterBits() - Integer.numberOfTrailingZeros(entryBytes());
    }

    /// How many L2 tables a disk has.
    long tables(long virtualSize) {
        return virtualSize == 0 ? 0 : ((virtualSize - 1) >>> tableBits()) + 1;
    }

    int clusterBits() {
        return Integer.numberOfTrailingZeros(clusterSize);
    }

    /// Bytes of one L2 entry.
    int entryBytes() {
        return extendedL2 ? 2 * Long.BYTES : Long.BYTES;
    }
}
