package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An image whose bytes are the guest's.
record RawLayer(ImageSource source, long size) implements Layer {
    static RawLayer open(ImageSource source) throws IOException {
        return new RawLayer(source, source.size());
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
