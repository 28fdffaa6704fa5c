package io.tidemark.engine.restore;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A sparse raw file.
public final class RawTarget implements RestoreTarget {
    private final ImageSource file;

    private RawTarget(ImageSource file) {
        this.file = file;
    }

    /// Gives an empty file its final length, all of it a hole but for the last block.
    ///
    /// @param file  stays the caller's
    public static RawTarget create(ImageSource file, long virtualSize) throws IOException {
        file.truncate(virtualSize);
        return new RawTarget(file);
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        file.write(content, offset);
    }

    @Override
    public void finish() throws IOException {
        file.flush();
    }

    @Override
    public void close() {
        // The file is the caller's.
    }
}
