package io.tidemark.repository;

import io.tidemark.repository.store.ObjectStore;

/// How a point is written.
///
/// @param bytesInFlight  memory for packs that are being filled or uploaded, off the heap: at least two packs
/// @param uploads  packs uploaded at the same time, 1 to 64
/// @param compressionLevel  zstd's, 1 (fastest) to 19
/// @param packSize  bytes of a full pack, 64 KiB to 64 MiB; at least four chunks
public record WriteOptions(long bytesInFlight, int uploads, int compressionLevel, int packSize) {

    private static final int MIN_PACK_SIZE = 1 << 16;

    public WriteOptions {
        if (packSize < MIN_PACK_SIZE || packSize > ObjectStore.MAX_OBJECT_BYTES) {
            throw new IllegalArgumentException(
                    "A pack has " + MIN_PACK_SIZE + " to " + ObjectStore.MAX_OBJECT_BYTES + " bytes, not " + packSize);
        }
        if (bytesInFlight < 2L * packSize || uploads < 1 || uploads > 64) {
            throw new IllegalArgumentException("At least two packs of " + packSize + " bytes are in flight, not "
                    + bytesInFlight + " bytes, and 1 to 64 of them are uploaded at once, not " + uploads);
        }
        if (compressionLevel < 1 || compressionLevel > 19) {
            throw new IllegalArgumentException("A compression level is 1 to 19, not " + compressionLevel);
        }
    }

    /// Four packs of 16 MiB in flight, three of them on their way, zstd level 2: level 1 stores some 2 % more,
    /// level 3 takes half as long again.
    public static WriteOptions standard() {
        return new WriteOptions(64L << 20, 3, 2, 16 << 20);
    }

    int packsInFlight() {
        return (int) Math.min(bytesInFlight / packSize, 1024);
    }
}
