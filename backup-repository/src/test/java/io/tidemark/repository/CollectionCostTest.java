package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.collection.CollectReport;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.LockMode;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A collection costs what its plan foretells: requests to the last one, bytes within ten percent.
@Seeded
class CollectionCostTest {

    private static final Duration PERIOD = Duration.ofDays(30);
    private static final CollectOptions AT_ONCE =
            CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);

    private static final long TINY = 2048;

    @TempDir
    Path cache;

    private final SetClock clock = new SetClock();

    private static final class SetClock extends Clock {

        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /// What a store was asked for.
    private record Asked(long requests, long bytesUp, long bytesDown) {

        static Asked of(CountedStore store) {
            return new Asked(
                    store.puts.sum() + store.gets.sum() + store.heads.sum() + store.lists.sum() + store.deletes.sum(),
                    store.up.sum(),
                    store.down.sum());
        }

        Asked since(Asked before) {
            return new Asked(requests - before.requests, bytesUp - before.bytesUp, bytesDown - before.bytesDown);
        }

        Asked and(CollectReport.Cost more) {
            return new Asked(requests + more.requests(), bytesUp + more.bytesUp(), bytesDown + more.bytesDown());
        }
    }

    private final MemoryObjectStore objects = MemoryObjectStore.withLocks(clock);
    private final CountedStore store = new CountedStore(objects);

    private Repository open(boolean sealed) throws IOException {
        Repository repository = sealed ? Sealed.open(store, cache) : Repository.open(store, cache);
        ObjectLocks locks = store.locks().orElseThrow();
        LockRule rule = locks.rule();
        if (rule != null) {
            locks.enforce(new LockRule(rule.mode(), rule.period(), clock, rule.prefixes()));
        }
        return repository;
    }

    /// One plan and one run, each as a process of its own.
    ///
    /// @return what the run did
    private CollectReport requireAsPlanned(boolean sealed, String phase) throws IOException {
        Asked start = Asked.of(store);
        CollectReport plan;
        try (Repository repository = open(sealed)) {
            plan = repository.collector().plan(AT_ONCE, clock.instant());
        }
        Asked planned = Asked.of(store).since(start).and(plan.cost());
        start = Asked.of(store);
        CollectReport done;
        try (Repository repository = open(sealed)) {
            done = repository.collector().run(AT_ONCE, clock.instant());
        }
        Asked asked = Asked.of(store).since(start);

        assertThat(asked.requests()).as(phase + ": requests").isEqualTo(planned.requests());
        requireClose(phase + ": up", asked.bytesUp(), planned.bytesUp());
        requireClose(phase + ": down", asked.bytesDown(), planned.bytesDown());
        assertThat(List.of(plan.deleted(), plan.spared(), plan.waiting(), plan.condemned(), plan.rewritten()))
                .as(phase)
                .isEqualTo(List.of(done.deleted(), done.spared(), done.waiting(), done.condemned(), done.rewritten()));
        assertThat(plan.extended()).as(phase).isEqualTo(done.extended());
        assertThat(plan.refused()).as(phase).hasSameElementsAs(done.refused());
        return done;
    }

    private static void requireClose(String what, long done, long planned) {
        assertThat(done).as(what).isCloseTo(planned, within(Math.max(TINY, planned / 10)));
    }

    /// A point that shares some chunks with the next one, which is to go; and small packs, so that there are
    /// many.
    private void backUpTwice(Repository repository, RandomGenerator random) throws IOException {
        DiskModel model = new DiskModel(Backups.CHUNK, 3000 * Backups.CHUNK);
        random.nextBytes(model.bytes());
        Point first = Backups.backUp(repository, model, null);
        DiskModel next = model.copy();
        for (int chunk = 0; chunk < next.chunkCount(); chunk++) {
            if (chunk % 4 != 0) {
                byte[] noise = new byte[Backups.CHUNK];
                random.nextBytes(noise);
                next.chunk(chunk).put(noise);
            }
        }
        Backups.backUp(repository, next, first);
        clock.now = clock.now.plus(PERIOD.multipliedBy(2));
        repository.delete(List.of(first.id()));
    }

    private void requireAsPlannedInEachPhase(boolean sealed) throws IOException {
        CollectReport copied = requireAsPlanned(sealed, "copying");
        assertThat(copied.rewritten().packs()).isGreaterThan(2);
        CollectReport deleted = requireAsPlanned(sealed, "deleting");
        assertThat(deleted.deleted()).isEqualTo(copied.condemned());
        CollectReport nothing = requireAsPlanned(sealed, "nothing");
        assertThat(nothing.deleted().packs() + nothing.condemned().packs()).isZero();
    }

    @Test
    void aPlainRepository(RandomGenerator random) throws IOException {
        try (Repository repository = Repository.init(store, Backups.format(), cache.resolve("other"))) {
            backUpTwice(repository, random);
        }
        requireAsPlannedInEachPhase(false);
    }

    @Test
    void aSealedRepository(RandomGenerator random) throws IOException {
        try (Repository repository = Sealed.init(store, Backups.format(), cache.resolve("other"))) {
            backUpTwice(repository, random);
        }
        requireAsPlannedInEachPhase(true);
    }

    @Test
    void locksThatAreDueAndVersionsThatAreToBeAskedFor(RandomGenerator random) throws IOException {
        RepositoryFormat format = Backups.format().withLock(new LockSettings(LockMode.GOVERNANCE, PERIOD));
        Repository.init(store, format, cache).close();
        try (Repository repository = open(false)) {
            backUpTwice(repository, random);
        }
        requireAsPlannedInEachPhase(false);
        clock.now = clock.now.plus(PERIOD.dividedBy(2)).plusSeconds(1);
        assertThat(requireAsPlanned(false, "locking").extended()).isGreaterThan(3);
    }

    @Test
    void packsWhoseLocksHoldAreNotTriedAndToldByThePlan(RandomGenerator random) throws IOException {
        RepositoryFormat format = Backups.format().withLock(new LockSettings(LockMode.GOVERNANCE, PERIOD));
        Repository.init(store, format, cache).close();
        try (Repository repository = open(false)) {
            backUpTwice(repository, random);
            requireAsPlannedInEachPhase(false);
            repository.delete(repository.points().stream().map(Point::id).toList());
        }
        long condemned = requireAsPlanned(false, "condemning").condemned().packs();
        long tried = store.packDeletions.sum();

        CollectReport refused = requireAsPlanned(false, "locked");
        assertThat(refused.refused()).hasSize((int) condemned).allMatch(each -> each.contains("locked until"));
        assertThat(refused.deleted().packs()).isZero();
        assertThat(store.packDeletions.sum()).isEqualTo(tried);

        clock.now = clock.now.plus(PERIOD).plusSeconds(1);
        assertThat(requireAsPlanned(false, "deleting").deleted().packs()).isEqualTo(condemned);
    }
}
