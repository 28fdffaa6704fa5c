package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.repository.Repository;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that hangs must not keep a run from stopping.
@Timeout(30)
class CancellationTest {
    /// Takes packs and never answers, as a server behind a broken network does.
    private static final class HangingStore extends ForwardingObjectStore {
        private final CountDownLatch hangs;

        HangingStore(CountDownLatch hangs) {
            super(new MemoryObjectStore());
            this.hangs = hangs;
        }

        @Override
        public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
            if (!key.startsWith("packs/")) {
                super.put(key, content, mode);
                return;
            }
            hangs.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreInterruptedException("interrupted", e);
            }
        }
    }

    @Test
    void workersThatWaitForAHangingStoreGiveUp(@TempDir Path cache) throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        ModelDisk disk = new ModelDisk("root", 64 << 20);
        byte[] content = new byte[64 << 20];
        SplittableRandom random = new SplittableRandom(3);
        random.nextBytes(content);
        disk.guestWrites(0, content);
        RecordingObserver observer = new RecordingObserver();
        EngineOptions options = new EngineOptions(8 << 20, 2, 2, 1, RecheckSample.NONE);
        try (Repository repository =
                Repository.init(new HangingStore(hangs), RepositoryFormat.create(Instant.EPOCH), cache)) {
            Thread.startVirtualThread(() -> {
                awaitQuietly(hangs);
                observer.cancel();
            });

            assertThatThrownBy(() -> new BackUpMachine(
                                    repository, options, (image, roots) -> disk.open(), Clock.systemUTC(), random)
                            .run(TestRuns.backup("machine", "root"), observer))
                    .asInstanceOf(type(EngineException.class))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));
        }

        assertThat(disk.markNames()).isEmpty();
        assertThat(observer.progress.getLast().readBytes()).as("read before").isPositive();
    }

    /// The whole disk is one range, and the store takes nothing: what was read shows all the same.
    @Test
    void oneLongRangeIsSeenToGoOn(@TempDir Path cache) throws Exception {
        ModelDisk disk = new ModelDisk("root", 64 << 20);
        byte[] content = new byte[64 << 20];
        SplittableRandom random = new SplittableRandom(4);
        random.nextBytes(content);
        disk.guestWrites(0, content);
        EngineOptions options = new EngineOptions(8 << 20, 2, 2, 1, RecheckSample.NONE);
        AtomicBoolean seen = new AtomicBoolean();
        RunObserver observer = new RunObserver() {
            @Override
            public void step(String name) {}

            @Override
            public void progress(Progress progress) {
                seen.compareAndSet(false, progress.readBytes() > 0 && progress.readBytes() < progress.foundBytes());
            }

            @Override
            public void log(LogLevel level, String message) {}

            @Override
            public boolean cancelled() {
                return seen.get();
            }
        };
        try (Repository repository = Repository.init(
                new HangingStore(new CountDownLatch(1)), RepositoryFormat.create(Instant.EPOCH), cache)) {
            assertThatThrownBy(() -> new BackUpMachine(
                                    repository, options, (image, roots) -> disk.open(), Clock.systemUTC(), random)
                            .run(TestRuns.backup("machine", "root"), observer))
                    .asInstanceOf(type(EngineException.class))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
