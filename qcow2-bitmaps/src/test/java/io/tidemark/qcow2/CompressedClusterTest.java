package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import io.tidemark.qcow2.failure.Qcow2FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/// Compressed clusters as other writers than QEMU may make them, and as nobody should.
class CompressedClusterTest {
    private static final int CLUSTER = 4096;
    private static final long L2_TABLE = 2 * CLUSTER;
    private static final long DATA = 3 * CLUSTER;
    private static final int BOMB = 64 << 20;

    @Test
    void severalFramesMakeOneCluster() throws IOException {
        byte[] content = content(CLUSTER);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(skippable(7));
        stream.write(Zstd.compress(Arrays.copyOfRange(content, 0, 1000)));
        stream.write(skippable(0));
        stream.write(Zstd.compress(Arrays.copyOfRange(content, 1000, 1001)));
        stream.write(Zstd.compress(Arrays.copyOfRange(content, 1001, CLUSTER)));
        stream.write(new byte[] {1, 2, 3});

        assertThat(read(image(1, stream.toByteArray()))).isEqualTo(content);
    }

    @Test
    void framesThatMakeLessThanAClusterAreRefused() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(Zstd.compress(content(CLUSTER - 1)));
        while (stream.size() + 8 < CLUSTER / 2) {
            stream.write(skippable(0));
        }

        assertDamaged(image(1, stream.toByteArray()));
    }

    @Test
    void aFrameOfMoreThanAClusterIsRefusedWithoutRoomForIt() throws IOException {
        byte[] bomb = Zstd.compress(new byte[BOMB], 19);
        assertThat(bomb.length).isLessThan(2 * CLUSTER);
        long before = allocated();

        assertDamaged(image(1, bomb));

        assertThat(allocated() - before).isLessThan(4 << 20);
    }

    /// QEMU takes what fills the cluster and leaves the rest, so do we.
    @Test
    void aDeflatedStreamOfMoreThanAClusterIsCutWithoutRoomForIt() throws IOException {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[BOMB]);
        deflater.finish();
        byte[] stream = new byte[CLUSTER];
        int length = deflater.deflate(stream);
        deflater.end();
        long before = allocated();

        assertThat(read(image(0, Arrays.copyOf(stream, length)))).isEqualTo(new byte[CLUSTER]);

        assertThat(allocated() - before).isLessThan(4 << 20);
    }

    @Test
    void aFrameThatClaimsAnEnormousContentIsRefused() {
        // Magic, then a header of one segment with 8 bytes of content size, then that size.
        ByteBuffer frame = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0xfd2fb528)
                .put((byte) 0xe0)
                .putLong(Long.MAX_VALUE)
                .put((byte) 3)
                .put((byte) 0);

        assertDamaged(image(1, frame.array()));
    }

    private static Built image(int compression, byte[] stream) {
        Built built = new ImageFixture(12, 4)
                .features(8L * compression, 0, 1)
                .data(0, 0)
                .data(1, 0)
                .data(2, 0)
                .build();
        built.putByte(104, compression);
        long sectors = (stream.length + 511L) / 512 - 1;
        built.putLong(L2_TABLE, 1L << 62 | sectors << (62 - 4) | DATA);
        for (int i = 0; i < stream.length; i++) {
            built.putByte(DATA + i, stream[i]);
        }
        return built;
    }

    private static byte[] read(Built built) throws IOException {
        try (Qcow2Image image = ChangeCase.open(built.source())) {
            ByteBuffer heap = ByteBuffer.allocate(CLUSTER);
            image.read(0, heap);
            ByteBuffer direct = ByteBuffer.allocateDirect(CLUSTER);
            image.read(0, direct);
            assertThat(direct.flip()).isEqualTo(heap.flip());
            return heap.array();
        }
    }

    private static void assertDamaged(Built built) {
        assertThatThrownBy(() -> read(built))
                .isInstanceOf(Qcow2FormatException.class)
                .hasMessageContaining("a compressed cluster at offset " + DATA);
    }

    private static byte[] skippable(int length) {
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184d2a50)
                .putInt(length)
                .array();
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) ((i * i) >>> 5);
        }
        return content;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
