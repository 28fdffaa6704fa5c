package io.tidemark.repository.map;

/// Which pages a map of a disk has: 64 children each, as few levels as reach all chunks.
///
/// A *node* is a place in the tree: node `i` of level `l` covers the chunks from `i * 64^(l+1)` on.
///
/// @param chunkCount  chunks of the disk, the last one perhaps cut off by the disk's end
public record MapShape(long chunkCount) {

    public static final int FANOUT = 64;
    static final int FANOUT_BITS = 6;
    public static final int MAX_LEVEL = 7;
    /// 4 EiB: more than QEMU's images can have, and every offset can be rounded up to a chunk.
    public static final long MAX_VIRTUAL_SIZE = 1L << 62;
    /// 2^47 chunks: 8 EiB of chunks of 64 KiB.
    public static final long MAX_CHUNKS = 1L << 47;

    public MapShape {
        if (chunkCount < 0 || chunkCount > MAX_CHUNKS) {
            throw new IllegalArgumentException("A disk has 0 to " + MAX_CHUNKS + " chunks, not " + chunkCount);
        }
    }

    /// Whether a disk is small enough to have a map at all.
    public static boolean canHold(long virtualSize, int chunkSize) {
        return virtualSize == 0 || (virtualSize - 1) / chunkSize < MAX_CHUNKS;
    }

    /// The shape of a disk.
    ///
    /// @param virtualSize  bytes
    /// @param chunkSize  bytes, a power of two
    public static MapShape of(long virtualSize, int chunkSize) {
        long whole = virtualSize / chunkSize;
        return new MapShape(virtualSize % chunkSize == 0 ? whole : whole + 1);
    }

    /// The level of the root.
    public int level() {
        int level = 0;
        while (span(level) < chunkCount) {
            level++;
        }
        return level;
    }

    /// How many leaves reach all chunks.
    public long leafCount() {
        return (chunkCount + FANOUT - 1) >>> FANOUT_BITS;
    }

    /// How many chunks a node of a level covers.
    static long span(int level) {
        return 1L << (FANOUT_BITS * (level + 1));
    }

    /// The first chunk that a node covers.
    static long firstChunk(int level, long node) {
        return node << (FANOUT_BITS * (level + 1));
    }

    /// The leaf that a chunk is in.
    static long leafOf(long chunk) {
        return chunk >>> FANOUT_BITS;
    }
}
