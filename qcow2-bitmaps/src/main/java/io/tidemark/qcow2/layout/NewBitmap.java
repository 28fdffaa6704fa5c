package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.Bytes;

/// A bitmap without a bit set that a new image starts with (qcow2 specification, "Bitmaps").
///
/// @param name  1 to 1023 bytes in UTF-8, no NUL
/// @param granularity  guest bytes for one bit: a power of two, 512 to 2^31
/// @param recording  whether QEMU notes writes in it
public record NewBitmap(String name, long granularity, Recording recording) {
    public NewBitmap {
        int bits = Long.numberOfTrailingZeros(granularity);
        String nameViolation = BitmapDirectoryEntry.nameViolation(name);
        if (nameViolation != null) {
            throw new IllegalArgumentException(nameViolation);
        }
        if (Long.bitCount(granularity) != 1
                || bits < BitmapDirectoryEntry.MIN_GRANULARITY_BITS
                || bits > BitmapDirectoryEntry.MAX_GRANULARITY_BITS) {
            throw new IllegalArgumentException("no bitmap has a granularity of %d bytes".formatted(granularity));
        }
    }

    /// How many table entries it needs for a disk.
    long tableEntries(long virtualSize, int clusterBits) {
        long bytes = (BitmapDirectoryEntry.bits(virtualSize, granularityBits()) + 7) / 8;
        return (bytes + (1L << clusterBits) - 1) >>> clusterBits;
    }

    /// Refuses a disk that it cannot describe.
    void requireFits(String image, long virtualSize, int clusterBits) throws BitmapException {
        long bytes = tableEntries(virtualSize, clusterBits) << clusterBits;
        if (bytes == 0 || bytes > Math.max(BitmapDirectoryEntry.MAX_BITMAP_BYTES, 1L << clusterBits)) {
            throw new BitmapException(
                    Problem.LIMIT,
                    image,
                    "bitmap \"%s\" would need %d bytes for a disk of %d bytes, expected 1 to 512 MiB. Choose another granularity than %d."
                            .formatted(name, bytes, virtualSize, granularity));
        }
    }

    /// Its entry in the directory.
    BitmapDirectoryEntry entry(long tableOffset, long tableEntries) {
        return new BitmapDirectoryEntry(
                tableOffset,
                tableEntries,
                recording == Recording.ON ? BitmapDirectoryEntry.AUTO : 0,
                BitmapDirectoryEntry.TYPE_DIRTY,
                granularityBits(),
                Bytes.EMPTY,
                Bytes.of(name));
    }

    private int granularityBits() {
        return Long.numberOfTrailingZeros(granularity);
    }
}
