package io.tidemark.engine.restore;

import io.tidemark.qcow2.Qcow2Writer;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A new qcow2 version 3 image without marks. Its virtual size is rounded up to whole sectors of 512 bytes.
public final class Qcow2Target implements RestoreTarget {
    private static final int CLUSTER_SIZE = 65_536;
    private static final int LEAST_CLUSTER_SIZE = 512;

    private static final int SECTOR = 512;

    private final Qcow2Writer writer;
    private final long virtualSize;

    private Qcow2Target(Qcow2Writer writer, long virtualSize) {
        this.writer = writer;
        this.virtualSize = virtualSize;
    }

    /// Starts an image in an empty file.
    ///
    /// @param file  stays the caller's
    /// @param chunkSize  what is written comes in pieces of at least so many bytes, which clusters must not
    ///     exceed
    public static Qcow2Target create(ImageSource file, long virtualSize, int chunkSize) throws IOException {
        int clusterSize = Math.clamp(chunkSize, LEAST_CLUSTER_SIZE, CLUSTER_SIZE);
        return new Qcow2Target(Qcow2Writer.create(file, virtualSize, clusterSize), virtualSize);
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        boolean cutSector = offset + content.remaining() == virtualSize && virtualSize % SECTOR != 0;
        writer.write(offset, cutSector ? padded(content) : content);
    }

    private static ByteBuffer padded(ByteBuffer content) {
        int length = Math.ceilDiv(content.remaining(), SECTOR) * SECTOR;
        return ByteBuffer.allocateDirect(length).put(content).position(0).limit(length);
    }

    @Override
    public void finish() throws IOException {
        writer.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
