package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.collection.CollectReport;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.LockMode;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreLockedException;
import io.tidemark.repository.store.StoreProbe;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a repository does whose objects are locked against deletion.
@Seeded
abstract class ObjectLockContract {

    private static final CollectOptions AT_ONCE =
            CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);

    private static final Verification.Progress UNWATCHED = new Verification.Progress() {
        @Override
        public void toCheck(long bytes) {}

        @Override
        public void checked(long bytes) {}
    };

    @TempDir
    Path cache;

    /// An empty store that can lock objects.
    abstract ObjectStore openStore() throws IOException;

    /// The clock that store and client go by.
    abstract InstantSource clock();

    /// How long locks hold here.
    abstract Duration period();

    /// Lets time pass.
    abstract void pass(Duration time);

    private Repository init(ObjectStore store) throws IOException {
        RepositoryFormat format = Backups.format().withLock(new LockSettings(LockMode.GOVERNANCE, period()));
        Repository repository = Repository.init(store, format, cache);
        ObjectLocks locks = store.locks().orElseThrow();
        LockRule rule = Objects.requireNonNull(locks.rule());
        locks.enforce(new LockRule(rule.mode(), rule.period(), clock(), rule.prefixes()));
        return repository;
    }

    private static DiskModel noise(int chunks, RandomGenerator random) {
        DiskModel model = new DiskModel(Backups.CHUNK, chunks * Backups.CHUNK);
        random.nextBytes(model.bytes());
        return model;
    }

    private CollectReport collect(Repository repository) throws IOException {
        return repository.collector().run(AT_ONCE, clock().instant());
    }

    private static List<String> packs(ObjectStore store) throws StoreException {
        List<String> packs = new ArrayList<>();
        store.list(PackId.PREFIX, object -> packs.add(object.key()));
        return packs;
    }

    @Test
    void theProbeFindsOutThatObjectsCanBeLocked() throws IOException {
        try (ObjectStore store = openStore()) {
            assertThat(StoreProbe.of(store).locks()).isTrue();
        }
    }

    @Test
    void aPointStaysUntilItsLockEndsAndIsGoodAllTheWhile(RandomGenerator random) throws IOException {
        try (ObjectStore store = openStore();
                Repository repository = init(store)) {
            DiskModel model = noise(40, random);
            Point point = Backups.backUp(repository, model, null);

            assertThatThrownBy(() -> repository.delete(List.of(point.id())))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining(point.id().toString())
                    .hasMessageContaining("locked until");
            assertThat(repository.points()).containsExactly(point);
            Backups.requireSame(repository, point, model);
            assertThat(repository
                            .verification(null, clock())
                            .run(new VerificationOptions(Level.FULL, 100, null, 1), UNWATCHED)
                            .faults())
                    .isEmpty();

            pass(period());
            repository.delete(List.of(point.id()));
            assertThat(repository.points()).isEmpty();
        }
    }

    @Test
    void packsOfADeletedPointGoWhenTheirLocksHaveEnded(RandomGenerator random) throws IOException {
        try (ObjectStore store = openStore();
                Repository repository = init(store)) {
            Point first = Backups.backUp(repository, noise(40, random), null);
            List<String> locked = packs(store);
            DiskModel model = noise(40, random);
            Point second = Backups.backUp(repository, model, null);

            pass(period());
            repository.delete(List.of(first.id()));
            collect(repository);
            CollectReport report = collect(repository);

            assertThat(report.refused()).isEmpty();
            assertThat(packs(store)).isNotEmpty().doesNotContainAnyElementsOf(locked);
            Backups.requireSame(repository, second, model);
        }
    }

    @Test
    void whatTheStoreRefusesToDeleteIsToldAndTriedAgain(RandomGenerator random) throws IOException {
        try (ObjectStore store = openStore();
                Repository repository = init(store)) {
            try (PointWriter abandoned = Backups.begin(repository)) {
                DiskModel model = noise(1200, random);
                model.putAll(abandoned.disk(Backups.DISK, model.size(), null));
            }
            List<String> unreferenced = packs(store);
            assertThat(unreferenced).isNotEmpty();

            assertThat(collect(repository).condemned().packs()).isEqualTo(unreferenced.size());
            CollectReport refused = collect(repository);
            assertThat(refused.refused()).hasSize(unreferenced.size()).allMatch(each -> each.contains("locked until"));
            assertThat(refused.deleted().packs()).isZero();
            assertThat(packs(store)).isEqualTo(unreferenced);

            pass(period());
            assertThat(collect(repository).deleted().packs()).isEqualTo(unreferenced.size());
            assertThat(packs(store)).isEmpty();
        }
    }

    @Test
    void locksOfWhatIsNeededAreExtendedAndOthersRunOut(RandomGenerator random) throws IOException {
        try (ObjectStore store = openStore();
                Repository repository = init(store)) {
            Point point = Backups.backUp(repository, noise(40, random), null);
            assertThat(collect(repository).extended()).isZero();
            Instant first = repository.locking().lockedUntil(point.id()).orElseThrow();

            pass(period().multipliedBy(2).dividedBy(3));
            long due = repository.collector().plan(AT_ONCE, clock().instant()).extended();
            assertThat(collect(repository).extended()).isEqualTo(due).isGreaterThanOrEqualTo(2);
            assertThat(repository.locking().keep(Set.of(point.id()))).isEmpty();
            assertThat(repository.locking().lockedUntil(point.id()).orElseThrow())
                    .isAfter(first);

            pass(period().dividedBy(2));
            assertThat(clock().instant()).isAfter(first);
            for (String pack : packs(store)) {
                assertThatThrownBy(() -> store.delete(pack)).isInstanceOf(StoreLockedException.class);
            }
            assertThatThrownBy(() -> repository.delete(List.of(point.id()))).isInstanceOf(StoreLockedException.class);
        }
    }
}
