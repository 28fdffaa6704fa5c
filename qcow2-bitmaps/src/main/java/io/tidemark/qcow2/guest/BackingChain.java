package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.ZeroBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An image and the images below it, read as one disk: what the top does not hold, the next one may.
///
/// Offsets and lengths are guest bytes of the top image. Threads may share it. Closing frees memory; the
/// sources stay with whoever opened them.
public final class BackingChain implements Closeable {
    private final List<Layer> layers = new ArrayList<>();
    private final ChainMemory memory = new ChainMemory();

    /// Puts a qcow2 image below those added before.
    ///
    /// @param data  where its plain data are: the image itself, or its external data file
    public void addQcow2(ImageSource image, ImageSource data, Header header) throws IOException {
        layers.add(Qcow2Layer.open(image, data, header, L1Table.active(header, image.name()), memory));
    }

    /// Puts a raw image below those added before.
    public void addRaw(ImageSource source) throws IOException {
        layers.add(RawLayer.open(source));
    }

    /// A former state of the top image, as a disk on top of the same images. To be closed by itself, and
    /// before this.
    public BackingChain at(Snapshot snapshot, ImageSource image, Header header) throws IOException {
        BackingChain disk = new BackingChain();
        L1Table l1 = L1Table.of(snapshot, header, image.name());
        disk.layers.add(Qcow2Layer.open(image, layers.getFirst().data(), header, l1, disk.memory));
        disk.layers.addAll(layers.subList(1, layers.size()));
        return disk;
    }

    /// Guest bytes of the top image.
    public long size() {
        return layers.getFirst().size();
    }

    /// Guest bytes of one of the images, 0 being the top one.
    public long size(int depth) {
        return layers.get(depth).size();
    }

    /// The runs of a part of the disk, in ascending order, neighbours of one kind joined.
    public ExtentCursor extents(long offset, long length) {
        requireInside(offset, length);
        return new ExtentCursor(this, offset, offset + length);
    }

    /// Fills a buffer from a guest offset.
    public void read(long offset, ByteBuffer dst) throws IOException {
        requireInside(offset, dst.remaining());
        long at = offset;
        while (dst.hasRemaining()) {
            Located found = locate(at, dst.remaining());
            int length = (int) found.mapping().length();
            switch (found.mapping()) {
                case Mapping.Data data -> readData(layers.get(found.depth()), data.hostOffset(), dst, length);
                case Mapping.Compressed compressed -> layers.get(found.depth()).decompress(compressed, dst);
                case Mapping.Zero _ -> ZeroBytes.fill(dst, length);
                case Mapping.Unallocated _ -> ZeroBytes.fill(dst, length);
            }
            at += length;
        }
    }

    /// What decides about an offset, for at most `limit` bytes, and in which image.
    Located locate(long offset, long limit) throws IOException {
        long left = limit;
        for (int depth = 0; ; depth++) {
            Layer layer = layers.get(depth);
            Mapping mapping = layer.map(offset, left);
            left = mapping.length();
            boolean last = depth + 1 == layers.size()
                    || offset >= layers.get(depth + 1).size();
            if (!(mapping instanceof Mapping.Unallocated) || last) {
                return new Located(depth, mapping);
            }
        }
    }

    /// The run of the file of an image in which plain data are.
    FileRuns.Run plainRun(int depth, long hostOffset) throws IOException {
        return layers.get(depth).plainRun(hostOffset);
    }

    @Override
    public void close() {
        memory.close();
    }

    private static void readData(Layer layer, long hostOffset, ByteBuffer dst, int length) throws IOException {
        int limit = dst.limit();
        dst.limit(dst.position() + length);
        try {
            layer.data().readPadded(dst, hostOffset);
        } finally {
            dst.limit(limit);
        }
    }

    private void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || length > size() - offset) {
            throw new IllegalArgumentException(
                    "guest range %d+%d is outside the disk of %d bytes".formatted(offset, length, size()));
        }
    }

    /// @param depth  which image, from the top
    record Located(int depth, Mapping mapping) {}
}
