package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The bytes of an object, or of a part of it, on their way from the server. An answer that is not what was
/// asked for ends the connection: one that still has bytes to send is of no further use.
final class S3Body implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    private final ObjectStore store;
    private final String key;
    private final ResponseInputStream<GetObjectResponse> body;

    S3Body(ObjectStore store, String key, ResponseInputStream<GetObjectResponse> body) {
        this.store = store;
        this.key = key;
        this.body = body;
    }

    /// The whole object.
    ByteBuffer whole() throws IOException {
        long size = announced();
        if (size > ObjectStore.MAX_OBJECT_BYTES) {
            body.abort();
            throw StoreFailures.tooLargeToRead(store, key, size);
        }
        ByteBuffer content = ByteBuffer.allocate((int) size);
        fill(content);
        return content.flip();
    }

    /// Fills the destination, whose position moves to its limit if that succeeds, with what was asked for by
    /// its range.
    void range(long offset, ByteBuffer destination) throws IOException {
        int length = destination.remaining();
        String range = body.response().contentRange();
        if (range == null || !range.startsWith("bytes " + offset + "-")) {
            body.abort();
            throw new StoreException(
                    "The S3 server of " + store.location() + " sent \"" + range + "\" of " + key + " instead of bytes "
                            + offset + " to " + (offset + length - 1) + ": it does not support ranges",
                    null);
        }
        long received = announced();
        if (received != length) {
            body.abort();
            throw StoreFailures.tooShort(store, key, offset + received, offset, length);
        }
        fill(destination.duplicate());
        destination.position(destination.limit());
    }

    private long announced() throws StoreException {
        Long length = body.response().contentLength();
        if (length == null) {
            body.abort();
            throw new StoreException(
                    "The S3 server of " + store.location() + " does not say how long " + key
                            + " is (Content-Length): look at what lies between it and here",
                    null);
        }
        return length;
    }

    private void fill(ByteBuffer destination) throws IOException {
        try {
            if (destination.hasArray()) {
                int read = body.readNBytes(
                        destination.array(),
                        destination.arrayOffset() + destination.position(),
                        destination.remaining());
                destination.position(destination.position() + read);
            } else {
                byte[] buffer = new byte[Math.min(destination.remaining(), PIECE)];
                for (int read = 0; read >= 0 && destination.hasRemaining(); ) {
                    read = body.read(buffer, 0, Math.min(buffer.length, destination.remaining()));
                    destination.put(buffer, 0, Math.max(read, 0));
                }
            }
            if (destination.hasRemaining()) {
                throw new IOException("the answer ended " + destination.remaining() + " bytes early");
            }
        } catch (IOException | RuntimeException e) {
            body.abort();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
