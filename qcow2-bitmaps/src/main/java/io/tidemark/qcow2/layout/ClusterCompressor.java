package io.tidemark.qcow2.layout;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Compresses one cluster at a time. Every buffer is direct.
sealed interface ClusterCompressor extends Closeable {
    /// Compresses a whole cluster, from the buffer's position to its limit.
    ///
    /// @return the stream, good until the next call, or `null` when it would not be smaller than the cluster
    @Nullable
    ByteBuffer compress(ByteBuffer cluster);

    @Override
    void close();

    /// Raw deflate streams (specification, "Compressed Clusters Descriptor").
    final class Deflate implements ClusterCompressor {
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        private final ByteBuffer output;

        Deflate(int clusterSize) {
            this.output = ByteBuffer.allocateDirect(clusterSize - 1);
        }

        @Override
        public @Nullable ByteBuffer compress(ByteBuffer cluster) {
            deflater.reset();
            deflater.setInput(cluster);
            deflater.finish();
            output.clear();
            while (!deflater.finished() && output.hasRemaining()) {
                deflater.deflate(output);
            }
            return deflater.finished() ? output.flip() : null;
        }

        @Override
        public void close() {
            deflater.close();
        }
    }

    /// One zstd frame that names its content's size, as QEMU writes them.
    final class Zstandard implements ClusterCompressor {
        /// zstd's own default, which QEMU takes.
        private static final int LEVEL = 3;

        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
        private final ByteBuffer output;

        Zstandard(int clusterSize) {
            // Room for whatever comes: a stream that did not fit would be an exception for each cluster of noise.
            this.output = ByteBuffer.allocateDirect(Math.toIntExact(Zstd.compressBound(clusterSize)));
        }

        @Override
        public @Nullable ByteBuffer compress(ByteBuffer cluster) {
            int size = cluster.remaining();
            int length = context.compressDirectByteBuffer(
                    output.clear(), 0, output.capacity(), cluster, cluster.position(), size);
            return length < size ? output.limit(length) : null;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
