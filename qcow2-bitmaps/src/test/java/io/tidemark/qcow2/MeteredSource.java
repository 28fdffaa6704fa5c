package io.tidemark.qcow2;

import com.sun.management.ThreadMXBean;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// An image in memory that counts how often it is read, and what those who read it allocate.
final class MeteredSource implements ImageSource {
    private final MemoryImageSource image;
    private long reads;
    private long bytesRead;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long owner = Thread.currentThread().threadId();
    private final long ownerBefore = threads.getCurrentThreadAllocatedBytes();
    /// What threads have allocated that came up while the image was used.
    private final Map<Long, Long> others = new HashMap<>();
    private final IdentityHashMap<ByteBuffer, Integer> direct = new IdentityHashMap<>();

    MeteredSource(MemoryImageSource image) {
        this.image = image;
    }

    long reads() {
        return reads;
    }

    long bytesRead() {
        return bytesRead;
    }

    /// Bytes allocated since this source was made, by the threads that use it: on the heap, and for the
    /// direct buffers that were read into. What other tests do meanwhile does not count.
    synchronized long allocated() {
        long heap = threads.getCurrentThreadAllocatedBytes() - ownerBefore;
        return heap
                + others.values().stream().mapToLong(Long::longValue).sum()
                + direct.values().stream().mapToLong(Integer::longValue).sum();
    }

    private synchronized void note(ByteBuffer buffer) {
        if (Thread.currentThread().threadId() != owner) {
            others.put(Thread.currentThread().threadId(), threads.getCurrentThreadAllocatedBytes());
        }
        if (buffer.isDirect()) {
            direct.put(buffer, buffer.capacity());
        }
    }

    @Override
    public String name() {
        return image.name();
    }

    @Override
    public long size() {
        return image.size();
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public int read(ByteBuffer dst, long position) {
        note(dst);
        int count = image.read(dst, position);
        reads++;
        bytesRead += Math.max(0, count);
        return count;
    }

    @Override
    public void write(ByteBuffer src, long position) {
        note(src);
        image.write(src, position);
    }

    @Override
    public void truncate(long size) {
        image.truncate(size);
    }

    @Override
    public void flush() {
        image.flush();
    }

    @Override
    public void close() {
        image.close();
    }
}
