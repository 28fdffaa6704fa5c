package io.tidemark.engine.restore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A sparse raw file.
public final class RawTarget implements RestoreTarget {
    private final RandomAccessFile file;
    private final FileChannel channel;

    private RawTarget(RandomAccessFile file) {
        this.file = file;
        this.channel = file.getChannel();
    }

    /// Creates the file with its final length, all of it a hole.
    public static RawTarget create(Path path, long virtualSize) throws IOException {
        Files.createFile(path);
        // A channel alone cannot lengthen a file without writing its last byte, which would allocate a block.
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            file.setLength(virtualSize);
            return new RawTarget(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        long position = offset;
        while (content.hasRemaining()) {
            position += channel.write(content, position);
        }
    }

    @Override
    public void finish() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
