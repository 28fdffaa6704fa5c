package io.tidemark.qcow2;

import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.nio.ByteBuffer;

/// An image in memory that counts how often it is read.
final class MeteredSource implements ImageSource {
    private final MemoryImageSource image;
    private long reads;
    private long bytesRead;

    MeteredSource(MemoryImageSource image) {
        this.image = image;
    }

    long reads() {
        return reads;
    }

    long bytesRead() {
        return bytesRead;
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
        int count = image.read(dst, position);
        reads++;
        bytesRead += Math.max(0, count);
        return count;
    }

    @Override
    public void write(ByteBuffer src, long position) {
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
