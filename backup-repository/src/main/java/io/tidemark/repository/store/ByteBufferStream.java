package io.tidemark.repository.store;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// Reads a buffer without moving or copying it, as often as the SDK asks: once to sign it, once to send it.
final class ByteBufferStream extends InputStream {

    private final ByteBuffer content;

    ByteBufferStream(ByteBuffer content) {
        this.content = content.duplicate();
    }

    @Override
    public int read() {
        return content.hasRemaining() ? Byte.toUnsignedInt(content.get()) : -1;
    }

    @Override
    public int read(byte[] destination, int offset, int length) {
        if (!content.hasRemaining()) {
            return length == 0 ? 0 : -1;
        }
        int read = Math.min(length, content.remaining());
        content.get(destination, offset, read);
        return read;
    }

    @Override
    public int available() {
        return content.remaining();
    }
}
