package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.collection.CollectReport;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.verification.Fault;
import io.tidemark.repository.verification.VerificationReport;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is known to be damaged is stored again by the next backup, and heeded by collections.
@Seeded
class HealingTest extends DamagedDisk {

    @Test
    void aDamagedChunkHealsWhenALaterBackupStoresItAgain() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, 48 + 2 * CHUNK + 7);

        Point unaware = backUpAgain();
        assertThat(unaware.disks().getFirst().newChunks()).isZero();
        verify(null, FULL);
        assertThat(keys("damaged/")).hasSize(1);
        Point healing = backUpAgain();

        assertThat(healing.disks().getFirst().newChunks()).isEqualTo(1);
        requireSame(first);
        requireSame(healing);
        VerificationReport healed = verify(null, FULL);
        assertThat(healed.faultCount() + healed.lostCount()).isZero();
        assertThat(healed.checkedChunks()).isEqualTo(CHUNKS);
        assertThat(keys("damaged/")).hasSize(1);
        assertThat(backUpAgain().disks().getFirst().newChunks()).isZero();
    }

    @Test
    void damageThatIsGoneAgainIsForgotten() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, 60);
        verify(null, FULL);
        assertThat(keys("damaged/")).hasSize(1);
        flip(pack, 60);

        assertThat(verify(null, STRUCTURE).lostCount()).isEqualTo(2);
        assertThat(verify(null, FULL).lostCount()).isZero();

        assertThat(keys("damaged/")).isEmpty();
        assertThat(backUpAgain().disks().getFirst().newChunks()).isZero();
    }

    @Test
    void aMissingPackIsFoundByTheStructureAloneAndStoredAgain() throws IOException {
        String pack = packs(1).getFirst();
        objects.delete(pack);

        VerificationReport report = verify(null, STRUCTURE);

        assertThat(report.lostCount()).isEqualTo(2);
        assertThat(report.faults()).extracting(Fault::object).containsOnly(pack);
        Point healing = backUpAgain();
        assertThat(healing.disks().getFirst().newChunks()).isEqualTo(lostOf(first, report));
        requireSame(healing);
        requireSame(first);
        assertThat(verify(null, FULL).lostCount()).isZero();
    }

    @Test
    void whatIsLostTogetherWithTheSegmentsThatNamedItIsStoredAgain() throws IOException {
        losePackAndIndex();

        Point healing = backUpAgain();

        assertThat(healing.disks().getFirst().newChunks()).isPositive();
        requireSame(healing);
        requireSame(first);
        assertThat(verify(null, STRUCTURE).lostCount()).isZero();
        assertThat(keys("damaged/")).as("everything was found").isEmpty();
    }

    @Test
    void aVerificationNotesThatSomethingIsInNoSegment() throws IOException {
        losePackAndIndex();
        objects.delete(keys("damaged/").getFirst());
        assertThat(backUpAgain().disks().getFirst().newChunks()).as("unaware").isZero();

        VerificationReport report = verify(null, STRUCTURE);

        assertThat(report.lostCount()).isPositive();
        assertThat(report.faults())
                .allSatisfy(fault -> assertThat(fault.object()).isEqualTo("index/"));
        Point healing = backUpAgain();
        requireSame(healing);
        requireSame(first);
    }

    /// As when one broken disk of a file system held both.
    private void losePackAndIndex() throws IOException {
        objects.delete(packs(1).getFirst());
        for (String segment : keys("index/")) {
            objects.delete(segment);
        }
        try (Repository repository = reopen()) {
            repository.rebuildIndex();
        }
    }

    @Test
    void aSegmentThatIsDamagedInTheStoreIsFoundThoughTheCacheHoldsItSound() throws IOException {
        String segment = keys("index/").getFirst();
        Path warm = cache.resolve("warm");
        warmed(warm);
        flip(segment, 100);
        VerificationReport report;
        try (Repository repository = Repository.open(store, warm)) {
            assertThat(verify(repository, null, STRUCTURE).faultCount())
                    .as("no segment is read")
                    .isZero();
            report = verify(repository, null, FULL);
        }

        assertThat(report.faults()).extracting(Fault::object).contains(segment);
        assertThat(report.faults())
                .allSatisfy(fault -> assertThat(fault.reason()).contains("rebuild-index"));
        try (Repository repository = reopen()) {
            assertThat(repository.rebuildIndex().removedSegments()).isEqualTo(1);
        }
        assertThat(verify(null, FULL).faultCount()).isZero();
        requireSame(first);
    }

    @Test
    void rebuildingTheIndexTrustsNoCache() throws IOException {
        Path warm = cache.resolve("warm");
        warmed(warm);
        flip(keys("index/").getFirst(), 100);

        try (Repository repository = Repository.open(store, warm)) {
            assertThat(repository.rebuildIndex().removedSegments()).isEqualTo(1);
        }

        assertThat(verify(null, FULL).faultCount()).isZero();
    }

    private void warmed(Path warm) throws IOException {
        try (Repository repository = Repository.open(store, warm)) {
            verify(repository, null, STRUCTURE);
        }
    }

    private static long lostOf(Point point, VerificationReport report) {
        return report.lost().stream()
                .filter(range -> range.point().equals(point.id()))
                .mapToLong(range -> range.length() / CHUNK)
                .sum();
    }

    @Test
    void aDamagedPageIsToldForEachPointAndStoredAgainByABackupOfEverything() throws IOException {
        String pages = packs(2).getFirst();
        flip(pages, 48 + 500);

        VerificationReport report = verify(null, STRUCTURE);

        assertThat(report.lost()).hasSize(2).allSatisfy(range -> {
            assertThat(range.offset()).isZero();
            assertThat(range.length()).isEqualTo(64L * CHUNK);
            assertThat(range.object()).isEqualTo(pages);
        });
        try (Repository repository = reopen()) {
            Backups.backUp(repository, model, null);
        }
        requireSame(first);
        assertThat(verify(null, FULL).lostCount()).isZero();
    }

    @Test
    void damagedRecordsOfVerificationsCostNothingButAnOrder() throws IOException {
        verify(null, FULL);
        flip(packs(1).getFirst(), 60);
        verify(null, FULL);
        objects.put(keys("verifications/").getFirst(), ByteBuffer.allocate(40), PutMode.ANY);
        objects.put(keys("damaged/").getFirst(), ByteBuffer.allocate(40), PutMode.ANY);

        assertThat(backUpAgain().disks().getFirst().newChunks()).isZero();
        assertThat(verify(null, FULL).lostCount()).isEqualTo(3);
        assertThat(keys("verifications/")).hasSize(1);
        assertThat(keys("damaged/")).hasSize(1);
        assertThat(backUpAgain().disks().getFirst().newChunks()).isEqualTo(1);
    }

    /// A collection that took the damaged copy for as good as the other would delete the pack that heals.
    @Test
    void aCollectionKeepsTheSoundCopyAndNotTheDamagedOne() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, 48 + 2 * CHUNK + 7);
        verify(null, FULL);
        Point healing = backUpAgain();
        CollectOptions atOnce = CollectOptions.standard()
                .withGrace(Duration.ZERO)
                .withKeepUnreferenced(Duration.ZERO)
                .withLiveRatio(1);

        for (int run = 0; run < 3; run++) {
            try (Repository repository = reopen()) {
                repository.collector().run(atOnce, Instant.ofEpochSecond(seconds++));
            }
        }

        requireSame(first);
        requireSame(healing);
        assertThat(packs(1)).doesNotContain(pack);
        assertThat(verify(null, FULL).lostCount()).isZero();
        assertThat(keys("damaged/")).isEmpty();
    }

    /// Its records are fine, but rebuilding the index could not take it in.
    @Test
    void aCollectionWritesAnewWhatLiesInAPackThatCannotTell() throws IOException {
        List<String> damaged = List.of(packs(1).getFirst(), packs(2).getFirst());
        cut(damaged.getFirst(), 3);
        flip(damaged.getLast(), 20);
        assertThat(verify(null, FULL).faults()).extracting(Fault::object).containsExactlyInAnyOrderElementsOf(damaged);
        try (Repository repository = reopen()) {
            assertThat(repository.rebuildIndex().unreadable()).hasSize(2);
        }

        collectAtOnce();
        assertThat(verify(null, FULL).faultCount()).isZero();
        assertThat(verify(null, STRUCTURE).faultCount()).isZero();
        collectAtOnce();

        assertThat(keys("packs/")).isNotEmpty().doesNotContainAnyElementsOf(damaged);
        assertThat(verify(null, FULL).faultCount()).isZero();
        assertThat(keys("damaged/")).isEmpty();
        try (Repository repository = reopen()) {
            assertThat(repository.rebuildIndex().unreadable()).isEmpty();
        }
        requireSame(first);
        requireSame(second);
    }

    /// What can be copied is copied once the rest is whole again, and not each time in vain.
    @Test
    void aPackThatCannotTellAndHasLostARecordWaitsUntilThatIsHealed() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, 60);
        flip(pack, 20);
        verify(null, FULL);

        assertThat(collectAtOnce().rewritten().packs()).isZero();
        backUpAgain();
        assertThat(collectAtOnce().rewritten().packs()).isEqualTo(1);

        requireSame(first);
        assertThat(verify(null, FULL).faultCount()).isZero();
    }

    private CollectReport collectAtOnce() throws IOException {
        try (Repository repository = reopen()) {
            CollectOptions atOnce =
                    CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);
            return repository.collector().run(atOnce, Instant.ofEpochSecond(seconds++));
        }
    }

    private void cut(String key, int bytes) throws IOException {
        ByteBuffer object = objects.get(key);
        objects.put(key, object.limit(object.limit() - bytes), PutMode.ANY);
    }

    @Test
    void aCollectionThatCannotKnowWhichCopiesAreSoundDeletesNothing() throws IOException {
        flip(packs(1).getFirst(), 60);
        verify(null, FULL);
        backUpAgain();
        objects.put(keys("damaged/").getFirst(), ByteBuffer.allocate(40), PutMode.ANY);
        List<String> before = keys("packs/");
        CollectOptions atOnce =
                CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);

        try (Repository repository = reopen()) {
            assertThatThrownBy(() -> repository.collector().run(atOnce, Instant.ofEpochSecond(seconds)))
                    .hasMessageContaining("damaged/");
        }

        assertThat(keys("packs/")).isEqualTo(before);
    }
}
