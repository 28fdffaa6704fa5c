package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The index, made from packs alone.
@Seeded
class IndexRebuildTest {

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    private final ObjectStore store = new MeteredObjectStore(objects, meter);
    private Repository repository;
    private DiskModel model;
    private Point first;
    private DiskModel changed;
    private Point second;

    @BeforeEach
    void backUpTwice(RandomGenerator random) throws IOException {
        repository = Repository.init(store, Backups.format(), cache);
        model = new DiskModel(CHUNK, 700 * CHUNK);
        random.nextBytes(model.bytes());
        first = Backups.backUp(repository, model, null);
        changed = model.copy();
        changed.scribble(17, random);
        changed.scribble(400, random);
        second = Backups.backUp(repository, changed, first);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        objects.list(prefix, object -> keys.add(object.key()));
        return keys;
    }

    private Repository reopen(String name) throws IOException {
        return Repository.open(store, cache.resolve(name));
    }

    @Test
    void withoutAnyIndexEverythingIsFoundAgain() throws IOException {
        for (String key : keys("index/")) {
            objects.delete(key);
        }
        try (Repository fresh = reopen("a")) {
            assertThat(fresh.check().sound()).isFalse();
            int packs = keys("packs/").size();
            long gets = meter.calls().gets();
            long down = meter.calls().bytesDown();

            RebuildReport report = fresh.rebuildIndex();

            assertThat(report.packs()).isEqualTo(packs);
            assertThat(report.added()).isEqualTo(report.records()).isGreaterThan(700);
            assertThat(report.segments()).isEqualTo(1);
            assertThat(report.unreadable()).isEmpty();
            assertThat(meter.calls().gets() - gets).isLessThanOrEqualTo(2L * packs);
            assertThat(meter.calls().bytesDown() - down)
                    .isLessThan(100_000L * packs)
                    .isLessThan(model.size() / 4);
        }
        try (Repository other = reopen("b")) {
            assertThat(other.check().problems()).isEmpty();
            Backups.requireSame(other, first, model);
            Backups.requireSame(other, second, changed);
        }
    }

    @Test
    void nothingIsWrittenWhenNothingIsMissing() throws IOException {
        List<String> before = keys("");

        RebuildReport report = repository.rebuildIndex();

        assertThat(report.added()).isZero();
        assertThat(report.segments()).isZero();
        assertThat(keys("")).isEqualTo(before);
    }

    @Test
    void whatADamagedSegmentHidesIsNamedAnewAndIntactOnesStay() throws IOException {
        List<String> before = keys("index/");
        assertThat(before).hasSize(2);
        objects.put(before.getFirst(), ByteBuffer.allocate(500), PutMode.ANY);
        try (Repository fresh = reopen("a")) {
            RebuildReport report = fresh.rebuildIndex();

            assertThat(report.added()).isPositive().isLessThan(report.records());
            assertThat(report.removedSegments()).isEqualTo(1);
            assertThat(report.unreadableSegments()).isZero();
            assertThat(keys("index/")).hasSize(2).contains(before.getLast()).doesNotContain(before.getFirst());
            Backups.requireSame(fresh, first, model);
            Backups.requireSame(fresh, second, changed);
            assertThat(fresh.check().problems()).isEmpty();
            assertThat(fresh.collector()
                            .run(CollectOptions.standard(), Instant.EPOCH)
                            .points())
                    .isEqualTo(2);
        }
        try (Repository again = reopen("b")) {
            assertThat(again.rebuildIndex().added()).isZero();
        }
    }

    @Test
    void aPackThatCannotTellIsNamedAndTheOthersAreTaken() throws IOException {
        for (String key : keys("index/")) {
            objects.delete(key);
        }
        String pack = keys("packs/").getFirst();
        ByteBuffer bytes = objects.get(pack);
        int at = bytes.limit() - 60;
        objects.put(pack, bytes.put(at, (byte) ~bytes.get(at)), PutMode.ANY);
        objects.put("packs/aa/notes", ByteBuffer.allocate(5), PutMode.ANY);
        try (Repository fresh = reopen("a")) {
            RebuildReport report = fresh.rebuildIndex();

            assertThat(report.added()).isPositive();
            assertThat(report.unreadable())
                    .extracting(Throwable::getMessage)
                    .anySatisfy(message -> assertThat(message).contains(pack))
                    .anySatisfy(message -> assertThat(message).contains("packs/aa/notes"))
                    .hasSize(2);
        }
    }

    @Test
    void aBackupAfterwardsStoresNothingTwice() throws IOException {
        for (String key : keys("index/")) {
            objects.delete(key);
        }
        try (Repository fresh = reopen("a")) {
            fresh.rebuildIndex();
        }
        int packs = keys("packs/").size();
        try (Repository other = reopen("b")) {
            Point third = Backups.backUp(other, changed, null);

            assertThat(third.disks().getFirst().newChunks()).isZero();
            assertThat(keys("packs/")).hasSize(packs);
        }
    }

    @Test
    void aDamagedSegmentStaysWhenAPackCannotTellWhatItHolds() throws IOException {
        String segment = keys("index/").getFirst();
        objects.put(segment, ByteBuffer.allocate(500), PutMode.ANY);
        objects.put("packs/aa/aa000000-0000-4000-8000-000000000000", ByteBuffer.allocate(99), PutMode.ANY);
        try (Repository fresh = reopen("a")) {
            RebuildReport report = fresh.rebuildIndex();

            assertThat(report.removedSegments()).isZero();
            assertThat(report.unreadableSegments()).isEqualTo(1);
            assertThat(keys("index/")).contains(segment);
        }
    }
}
