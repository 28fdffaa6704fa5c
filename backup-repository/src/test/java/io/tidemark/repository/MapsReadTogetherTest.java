package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The maps of several points, of which each has its new pages in a pack of its own, are read together: on a
/// store that answers a request only when one was made for each of the points.
class MapsReadTogetherTest {

    private static final int POINTS = 4;

    private static final Verification.Progress UNWATCHED = new Verification.Progress() {
        @Override
        public void toCheck(long bytes) {}

        @Override
        public void checked(long bytes) {}
    };

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final CyclicBarrier requests = new CyclicBarrier(POINTS);
    private final AtomicInteger reads = new AtomicInteger();
    private final ObjectStore together = new ForwardingObjectStore(objects) {
        @Override
        public void get(String key, long offset, ByteBuffer destination) throws StoreException {
            if (key.startsWith(PackId.PREFIX)) {
                reads.incrementAndGet();
                awaitOthers();
            }
            super.get(key, offset, destination);
        }
    };

    private void awaitOthers() {
        try {
            requests.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("A request is waited for while others could be made", e);
        }
    }

    /// Each changes a chunk: a leaf and the root above it.
    @BeforeEach
    void backUp() throws IOException {
        try (Repository repository = Repository.init(objects, Backups.format(), cache.resolve("writer"))) {
            Point base = null;
            for (int i = 1; i <= POINTS; i++) {
                DiskModel model = new DiskModel(Backups.CHUNK, 70 * Backups.CHUNK);
                model.bytes()[0] = (byte) i;
                model.bytes()[69 * Backups.CHUNK] = 1;
                base = Backups.backUp(repository, model, base);
            }
        }
    }

    @Test
    void aVerificationReadsThemTogether() throws IOException {
        try (Repository repository = Repository.open(together, cache.resolve("verifier"))) {
            assertThat(repository
                            .verification(null, InstantSource.system())
                            .run(new VerificationOptions(Level.STRUCTURE, 100, null, 1), UNWATCHED)
                            .faults())
                    .isEmpty();
        }
        assertThat(reads.get()).isEqualTo(2 * POINTS);
    }

    @Test
    void aCollectionReadsThemTogether() throws IOException {
        try (Repository repository = Repository.open(together, cache.resolve("collector"))) {
            assertThat(repository
                            .collector()
                            .plan(CollectOptions.standard(), Instant.now())
                            .points())
                    .isEqualTo(POINTS);
        }
        assertThat(reads.get()).isEqualTo(2 * POINTS);
    }
}
