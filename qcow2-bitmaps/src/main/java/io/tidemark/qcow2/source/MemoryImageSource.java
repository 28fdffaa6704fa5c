package io.tidemark.qcow2.source;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// An image in memory. Pages never written take no room, so a sparse image of many terabytes is cheap.
///
/// Threads may share it. Nothing is durable, nothing is locked, and closing frees nothing: the collector
/// does.
public final class MemoryImageSource implements ImageSource {
    private static final int PAGE = 4096;

    private final String name;
    private final Map<Long, byte[]> pages;
    private long size;

    /// An empty image.
    public MemoryImageSource(String name) {
        this(name, new HashMap<>(), 0);
    }

    private MemoryImageSource(String name, Map<Long, byte[]> pages, long size) {
        this.name = name;
        this.pages = pages;
        this.size = size;
    }

    /// An image with this content; the array is copied.
    public static MemoryImageSource of(String name, byte[] content) {
        MemoryImageSource source = new MemoryImageSource(name);
        source.write(ByteBuffer.wrap(content), 0);
        return source;
    }

    /// An independent copy of what the image holds now.
    public synchronized MemoryImageSource copy() {
        Map<Long, byte[]> copies = new HashMap<>();
        pages.forEach((number, page) -> copies.put(number, page.clone()));
        return new MemoryImageSource(name, copies, size);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public synchronized int read(ByteBuffer dst, long position) {
        if (position >= size) {
            return -1;
        }
        int count = (int) Math.min(dst.remaining(), size - position);
        long at = position;
        int left = count;
        while (left > 0) {
            int within = (int) (at % PAGE);
            int piece = Math.min(left, PAGE - within);
            byte[] page = pages.get(at / PAGE);
            if (page == null) {
                ZeroBytes.fill(dst, piece);
            } else {
                dst.put(page, within, piece);
            }
            at += piece;
            left -= piece;
        }
        return count;
    }

    @Override
    public synchronized void write(ByteBuffer src, long position) {
        long at = position;
        while (src.hasRemaining()) {
            int within = (int) (at % PAGE);
            int piece = Math.min(src.remaining(), PAGE - within);
            src.get(pages.computeIfAbsent(at / PAGE, _ -> new byte[PAGE]), within, piece);
            at += piece;
        }
        size = Math.max(size, at);
    }

    @Override
    public synchronized void truncate(long newSize) {
        pages.keySet().removeIf(number -> number * PAGE >= newSize);
        byte[] last = pages.get(newSize / PAGE);
        if (last != null) {
            Arrays.fill(last, (int) (newSize % PAGE), PAGE, (byte) 0);
        }
        size = newSize;
    }

    @Override
    public synchronized void discard(long position, long length) {
        long end = Math.min(size, position + length);
        for (long at = position; at < end; ) {
            int within = (int) (at % PAGE);
            int piece = (int) Math.min(end - at, PAGE - within);
            byte[] page = pages.get(at / PAGE);
            if (page != null) {
                Arrays.fill(page, within, within + piece, (byte) 0);
            }
            at += piece;
        }
    }

    @Override
    public void flush() {
        // Memory has nothing more durable to go to.
    }

    @Override
    public void close() {
        // The content stays: a test reads it after the image was closed.
    }
}
