package io.tidemark.repository.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/// Meters bytes as they are read, in pieces, so that a limit makes a transfer slow rather than late.
final class MeteredStream extends FilterInputStream {

    private static final int PIECE = 1 << 16;

    private final Flow flow;

    /// Where bytes are told.
    interface Flow {
        void pass(long bytes) throws InterruptedException;
    }

    MeteredStream(InputStream in, Flow flow) {
        super(in);
        this.flow = flow;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            pass(1);
        }
        return read;
    }

    @Override
    public int read(byte[] destination, int offset, int length) throws IOException {
        int read = super.read(destination, offset, Math.min(length, PIECE));
        if (read > 0) {
            pass(read);
        }
        return read;
    }

    private void pass(int bytes) throws InterruptedIOException {
        try {
            flow.pass(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException("Interrupted in the middle of a transfer");
            failure.initCause(e);
            throw failure;
        }
    }
}
