package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoreFullException;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Credentials that may get and list and nothing else are enough to list, verify and restore.
@Seeded
class ReadOnlyStoreTest {

    private static final Verification.Progress UNWATCHED = new Verification.Progress() {
        @Override
        public void toCheck(long bytes) {}

        @Override
        public void checked(long bytes) {}
    };

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final ForwardingObjectStore readOnly = new ForwardingObjectStore(objects) {
        @Override
        public void put(String key, ByteBuffer content, PutMode mode) throws StoreAccessDeniedException {
            throw new StoreAccessDeniedException("answered 403 to: put " + key, null);
        }

        @Override
        public void delete(String key) throws StoreAccessDeniedException {
            throw new StoreAccessDeniedException("answered 403 to: delete " + key, null);
        }
    };
    private DiskModel model;
    private Point point;

    @BeforeEach
    void backUp(RandomGenerator random) throws IOException {
        model = new DiskModel(Backups.CHUNK, 300 * Backups.CHUNK);
        random.nextBytes(model.bytes());
        try (Repository repository = Repository.init(objects, Backups.format(), cache)) {
            point = Backups.backUp(repository, model, null);
        }
    }

    private static VerificationReport verify(Repository repository, Level level) throws IOException {
        return repository
                .verification(null, InstantSource.fixed(Instant.EPOCH))
                .run(new VerificationOptions(level, 100, null, 2), UNWATCHED);
    }

    @Test
    void pointsAreListedVerifiedAndRestored() throws IOException {
        try (Repository repository = Repository.open(readOnly, cache.resolve("fresh"))) {
            assertThat(repository.points()).containsExactly(point);
            assertThat(repository.check().problems()).isEmpty();
            for (Level level : Level.values()) {
                VerificationReport report = verify(repository, level);
                assertThat(report.faults()).isEmpty();
                assertThat(report.recorded()).isEqualTo(level == Level.STRUCTURE);
            }
            Backups.requireSame(repository, point, model);
            assertThat(repository
                            .collector()
                            .plan(CollectOptions.standard(), Instant.now())
                            .points())
                    .isEqualTo(1);
        }
    }

    @Test
    void damageIsToldThoughItCannotBeWrittenDown() throws IOException {
        List<String> packs = new ArrayList<>();
        objects.list("packs/", object -> packs.add(object.key()));
        for (String pack : packs) {
            ByteBuffer bytes = objects.get(pack);
            if (bytes.get(10) == 1) {
                objects.put(pack, bytes.put(100, (byte) ~bytes.get(100)), PutMode.ANY);
            }
        }
        try (Repository repository = Repository.open(readOnly, cache.resolve("fresh"))) {
            VerificationReport report = verify(repository, Level.FULL);

            assertThat(report.faultCount()).isPositive();
            assertThat(report.lost()).extracting(DamagedRange::point).containsOnly(point.id());
            assertThat(report.recorded()).isFalse();
        }
    }

    @Test
    void damageIsToldThoughTheStoreIsFull() throws IOException {
        ForwardingObjectStore full = new ForwardingObjectStore(objects) {
            @Override
            public void put(String key, ByteBuffer content, PutMode mode) throws StoreFullException {
                throw new StoreFullException("no space left for: put " + key, null);
            }
        };
        List<String> packs = new ArrayList<>();
        objects.list("packs/", object -> packs.add(object.key()));
        objects.delete(packs.getFirst());
        try (Repository repository = Repository.open(full, cache.resolve("fresh"))) {
            VerificationReport report = verify(repository, Level.STRUCTURE);

            assertThat(report.faultCount()).isPositive();
            assertThat(report.recorded()).isFalse();
        }
    }

    @Test
    void whatWritesFailsByName() throws IOException {
        try (Repository repository = Repository.open(readOnly, cache.resolve("fresh"))) {
            assertThatThrownBy(() -> Backups.backUp(repository, model.copy(), null))
                    .isInstanceOf(StoreAccessDeniedException.class);
            assertThatThrownBy(() -> repository.delete(List.of(point.id())))
                    .isInstanceOf(StoreAccessDeniedException.class)
                    .hasMessageContaining(point.id().toString());
            assertThat(repository.points()).containsExactly(point);
        }
    }
}
