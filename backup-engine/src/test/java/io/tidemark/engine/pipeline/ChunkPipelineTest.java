package io.tidemark.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Seeded
@Timeout(30)
class ChunkPipelineTest {
    private static final int CHUNK = 4_096;

    @RepeatedTest(10)
    void everyChunkArrivesOnceWithItsBytes(RandomGenerator random) throws IOException {
        byte[] disk = new byte[random.nextInt(3 * ChunkPipeline.PIECE_LENGTH)];
        random.nextBytes(disk);
        Map<Long, byte[]> arrived = new ConcurrentHashMap<>();
        try (ChunkPipeline pipeline = new ChunkPipeline(random.nextInt(1, 5), CHUNK, () -> false)) {
            pipeline.submit(
                    (offset, target) -> target.put(disk, (int) offset, target.remaining()),
                    0,
                    disk.length,
                    (number, plain) -> {
                        byte[] bytes = new byte[plain.remaining()];
                        plain.get(bytes);
                        assertThat(arrived.put(number, bytes)).isNull();
                    });
            pipeline.drain();
            assertThat(pipeline.readBytes()).isEqualTo(disk.length);
        }

        byte[] joined = new byte[disk.length];
        arrived.forEach((number, bytes) -> System.arraycopy(bytes, 0, joined, (int) (number * CHUNK), bytes.length));
        assertThat(joined).isEqualTo(disk);
    }

    @Test
    void theFirstFailureEndsEverything() {
        IOException failure = new IOException("unreadable");
        AtomicInteger reads = new AtomicInteger();
        try (ChunkPipeline pipeline = new ChunkPipeline(2, CHUNK, () -> false)) {
            assertThatThrownBy(() -> {
                        for (int piece = 0; piece < 1_000; piece++) {
                            pipeline.submit(
                                    (offset, target) -> {
                                        reads.incrementAndGet();
                                        throw failure;
                                    },
                                    0,
                                    CHUNK,
                                    (number, plain) -> {});
                        }
                        pipeline.drain();
                    })
                    .isSameAs(failure);
        }

        assertThat(reads.get()).isLessThan(1_000);
    }

    @Test
    void aDefectOfAConsumerReachesTheOwnerOfTheRun() {
        try (ChunkPipeline pipeline = new ChunkPipeline(2, CHUNK, () -> false)) {
            assertThatThrownBy(() -> {
                        pipeline.submit((offset, target) -> {}, 0, CHUNK, (number, plain) -> {
                            throw new IllegalStateException("defect");
                        });
                        pipeline.drain();
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("defect");
        }
    }

    @Test
    void cancellationEndsTheWaitForAStuckConsumer() {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch stuck = new CountDownLatch(1);
        ChunkPipeline pipeline = new ChunkPipeline(1, CHUNK, cancelled::get);
        try {
            assertThatThrownBy(() -> {
                        pipeline.submit((offset, target) -> {}, 0, CHUNK, (number, plain) -> {
                            cancelled.set(true);
                            awaitUninterrupted(stuck);
                        });
                        pipeline.drain();
                    })
                    .isInstanceOf(RunCancelledException.class);
        } finally {
            stuck.countDown();
            pipeline.close();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Workers must never be interrupted", e);
        }
    }

    @Test
    void readsIntoDirectMemory() throws IOException {
        AtomicBoolean direct = new AtomicBoolean();
        try (ChunkPipeline pipeline = new ChunkPipeline(1, CHUNK, () -> false)) {
            pipeline.submit((offset, target) -> direct.set(target.isDirect()), 0, CHUNK, ChunkPipelineTest::ignore);
            pipeline.drain();
        }

        assertThat(direct).isTrue();
    }

    private static void ignore(long number, ByteBuffer plain) {}
}
