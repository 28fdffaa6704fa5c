package io.tidemark.qcow2.guest;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.DirectBuffers;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Decompresses the clusters of one image (specification, "Compressed Clusters Descriptor").
///
/// Whole clusters go straight into the caller's buffer, on as many threads as come. Parts are cut from one
/// cluster that is kept, so that reading a big cluster in small steps decompresses it once.
final class Decompressor {
    private final ImageSource source;
    private final int clusterSize;
    private final boolean zstd;
    private final long fileSize;
    private final ChainMemory memory;

    Decompressor(ImageSource source, Header header, long fileSize, ChainMemory memory) {
        this.source = source;
        this.clusterSize = header.clusterSize();
        this.zstd = header.compressionType() == 1;
        this.fileSize = fileSize;
        this.memory = memory;
    }

    /// Puts `mapping.length()` bytes into the buffer.
    void decompress(Mapping.Compressed mapping, ByteBuffer dst) throws IOException {
        if (mapping.length() == clusterSize) {
            ByteBuffer whole = dst.slice(dst.position(), clusterSize);
            decompressCluster(mapping, whole);
            dst.position(dst.position() + clusterSize);
            return;
        }
        memory.copyKept(
                this,
                mapping.hostOffset(),
                clusterSize,
                mapping.within(),
                (int) mapping.length(),
                dst,
                cluster -> decompressCluster(mapping, cluster));
    }

    private void decompressCluster(Mapping.Compressed mapping, ByteBuffer dst) throws IOException {
        if (mapping.hostOffset() >= fileSize) {
            throw Qcow2FormatException.truncated(
                    source.name(), mapping.hostOffset(), mapping.hostLength(), "a compressed cluster", fileSize);
        }
        // A compressed cluster may span two clusters of the file.
        DirectBuffers inputs = memory.buffers(2 * clusterSize + 512);
        ByteBuffer input = inputs.take();
        try {
            input.limit((int) Math.min(mapping.hostLength(), fileSize - mapping.hostOffset()));
            source.readPadded(input, mapping.hostOffset());
            input.flip();
            int produced = zstd ? unzstd(input, dst) : inflate(input, dst);
            if (produced != clusterSize) {
                throw damaged(mapping, clusterSize + " bytes", produced + " bytes", null);
            }
        } catch (DataFormatException | ZstdException e) {
            throw damaged(mapping, "a valid stream", String.valueOf(e.getMessage()), e);
        } finally {
            inputs.giveBack(input);
        }
    }

    private Qcow2FormatException damaged(
            Mapping.Compressed mapping, String expected, String found, @Nullable Exception cause) {
        return Qcow2FormatException.corrupt(
                source.name(), mapping.hostOffset(), "a compressed cluster", expected, found, cause);
    }

    private static int inflate(ByteBuffer input, ByteBuffer dst) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(input);
            int produced = 0;
            while (dst.hasRemaining() && !inflater.finished()) {
                int count = inflater.inflate(dst);
                if (count == 0) {
                    break;
                }
                produced += count;
            }
            return produced;
        }
    }

    /// One or more frames, then bytes that mean nothing: each frame's own length says where it ends.
    private static int unzstd(ByteBuffer input, ByteBuffer dst) {
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            ByteBuffer output = dst.isDirect() ? dst : ByteBuffer.allocateDirect(dst.remaining());
            int target = output.remaining();
            int produced = 0;
            int at = 0;
            while (produced < target && at < input.limit()) {
                long frame = Zstd.findDirectByteBufferFrameCompressedSize(input, at, input.limit() - at);
                if (Zstd.isError(frame) || frame == 0) {
                    throw new ZstdException(frame);
                }
                produced += context.decompressDirectByteBuffer(
                        output, output.position() + produced, target - produced, input, at, (int) frame);
                at += (int) frame;
            }
            if (!dst.isDirect()) {
                dst.put(dst.position(), output, 0, produced);
            }
            return produced;
        }
    }
}
