package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.source.DirectBuffers;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The memory that the images of a chain share: a chain of hundreds takes as much as one image.
///
/// Holds the L2 tables used last, buffers to read with, and one decompressed cluster. Threads may share it.
/// Closing lets go of the content; it can be used again afterwards.
final class ChainMemory implements Closeable {
    private static final int CACHED_BYTES = 8 << 20;

    private final Map<Place, long[]> tables = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Integer, DirectBuffers> buffers = new ConcurrentHashMap<>();
    private final ReentrantLock keptLock = new ReentrantLock();
    private long cachedBytes;
    private @Nullable ByteBuffer kept;
    private @Nullable Object keptOwner;
    private long keptOffset;

    /// An L2 table of an image.
    private record Place(Object owner, int index) {}

    /// Fills a buffer with a cluster; its position does not matter afterwards.
    @FunctionalInterface
    interface Filler<E extends Exception> {
        /// Does it.
        void fill(ByteBuffer cluster) throws E;
    }

    /// Buffers of one size.
    DirectBuffers buffers(int size) {
        return buffers.computeIfAbsent(size, DirectBuffers::new);
    }

    /// A table that is held.
    synchronized long @Nullable [] table(Object owner, int index) {
        return tables.get(new Place(owner, index));
    }

    /// Whether a table is held, without making it one used lately.
    synchronized boolean holds(Object owner, int index) {
        return tables.containsKey(new Place(owner, index));
    }

    /// Holds a table, and lets go of those not used for longest.
    synchronized void hold(Object owner, int index, long[] table) {
        long[] before = tables.put(new Place(owner, index), table);
        cachedBytes += (table.length - (before == null ? 0L : before.length)) * Long.BYTES;
        var eldest = tables.entrySet().iterator();
        while (cachedBytes > CACHED_BYTES && eldest.hasNext()) {
            cachedBytes -= eldest.next().getValue().length * (long) Long.BYTES;
            eldest.remove();
        }
    }

    /// Copies a part of a cluster, which is filled in only when it is not the one that is kept.
    ///
    /// @param offset  which cluster of the owner
    /// @param within  where the part starts
    /// @param dst  gets the part at its position and is advanced
    <E extends Exception> void copyKept(
            Object owner, long offset, int clusterSize, int within, int length, ByteBuffer dst, Filler<E> filler)
            throws E {
        keptLock.lock();
        try {
            ByteBuffer cluster = kept;
            if (cluster == null || cluster.capacity() < clusterSize) {
                cluster = ByteBuffer.allocateDirect(clusterSize);
                kept = cluster;
                keptOwner = null;
            }
            if (!owner.equals(keptOwner) || keptOffset != offset) {
                keptOwner = null;
                filler.fill(cluster.clear().limit(clusterSize));
                keptOwner = owner;
                keptOffset = offset;
            }
            dst.put(dst.position(), cluster.clear(), within, length);
            dst.position(dst.position() + length);
        } finally {
            keptLock.unlock();
        }
    }

    @Override
    public void close() {
        keptLock.lock();
        try {
            kept = null;
            keptOwner = null;
        } finally {
            keptLock.unlock();
        }
        buffers.clear();
        synchronized (this) {
            tables.clear();
            cachedBytes = 0;
        }
    }
}
