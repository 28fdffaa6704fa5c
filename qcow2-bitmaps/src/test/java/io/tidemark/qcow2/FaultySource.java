package io.tidemark.qcow2;

import io.tidemark.qcow2.failure.NoSpaceException;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An image in memory on which one operation fails, counted from when it is armed; of a failing write some
/// sectors may reach the image.
final class FaultySource implements ImageSource {
    private static final int SECTOR = 512;

    private final MemoryImageSource image;
    private long left = Long.MAX_VALUE;
    private long failures = 1;
    private long again = Long.MIN_VALUE;
    private boolean full;
    private boolean errors;
    private int mostRead = Integer.MAX_VALUE;

    FaultySource(MemoryImageSource image) {
        this.image = image;
    }

    /// Lets the n-th read, write or flush from now on fail, and a number of those right after it.
    void failAt(long n, long times) {
        left = n;
        failures = times;
    }

    /// Lets the n-th operation from now on fail, and one that comes some operations after it.
    void failTwice(long n, long later) {
        failAt(n, 1);
        again = -1 - later;
    }

    /// Lets what fails fail for want of room.
    FaultySource full() {
        full = true;
        return this;
    }

    /// Lets what fails fail with an error of the machine, as for want of memory.
    FaultySource throwingErrors() {
        errors = true;
        return this;
    }

    /// Lets reads give no more bytes than this at a time.
    FaultySource readingAtMost(int bytes) {
        mostRead = bytes;
        return this;
    }

    /// Whether it has failed.
    boolean hasFailed() {
        return left < 0;
    }

    MemoryImageSource image() {
        return image;
    }

    private boolean fails() {
        left--;
        boolean fails = (left < 0 && left >= -failures) || left == again;
        if (fails && errors) {
            throw new OutOfMemoryError("injected");
        }
        return fails;
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
    public int read(ByteBuffer dst, long position) throws IOException {
        if (fails()) {
            throw new IOException("injected failure of a read at " + position);
        }
        int limit = dst.limit();
        dst.limit((int) Math.min(limit, dst.position() + (long) mostRead));
        try {
            return image.read(dst, position);
        } finally {
            dst.limit(limit);
        }
    }

    @Override
    public void write(ByteBuffer src, long position) throws IOException {
        if (fails()) {
            long reached = (position + src.remaining() / 2) / SECTOR * SECTOR;
            if (reached > position) {
                image.write(src.slice(src.position(), (int) (reached - position)), position);
            }
            IOException failure = new IOException("injected failure of a write at " + position);
            throw full ? new NoSpaceException(name(), position, src.remaining(), failure) : failure;
        }
        image.write(src, position);
    }

    @Override
    public void discard(long position, long length) throws IOException {
        if (fails()) {
            throw new IOException("injected failure of a discard at " + position);
        }
        image.discard(position, length);
    }

    @Override
    public void truncate(long size) {
        image.truncate(size);
    }

    @Override
    public void flush() throws IOException {
        if (fails()) {
            throw new IOException("injected failure of a flush");
        }
    }

    @Override
    public void close() {
        // Memory.
    }
}
