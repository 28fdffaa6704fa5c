package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An image whose bytes are the guest's.
///
/// @param size  guest bytes; QEMU takes a part of a sector at the end of the file for a whole one
record RawLayer(ImageSource data, long size) implements Layer {
    private static final int SECTOR = 512;

    static RawLayer open(ImageSource source) throws IOException {
        return new RawLayer(source, (source.size() + SECTOR - 1) & -SECTOR);
    }

    @Override
    public Mapping map(long offset, long limit) {
        return new Mapping.Data(Math.min(limit, size - offset), offset);
    }

    @Override
    public void decompress(Mapping.Compressed mapping, ByteBuffer dst) {
        throw new IllegalStateException("a raw image has no compressed clusters");
    }

    @Override
    public void close() {
        // The source belongs to the opener and there is nothing else.
    }
}
