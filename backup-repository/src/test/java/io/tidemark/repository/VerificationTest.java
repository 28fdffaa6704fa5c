package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.repository.verification.Fault;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is damaged is found, told whom it hits, and stored again by the next backup.
@Seeded
class VerificationTest {

    private static final VerificationOptions FULL = new VerificationOptions(Level.FULL, 100, null, 2);
    private static final VerificationOptions STRUCTURE = new VerificationOptions(Level.STRUCTURE, 100, null, 2);
    private static final int CHUNKS = 700;

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    private final ObjectStore store = new MeteredObjectStore(objects, meter);
    private DiskModel model;
    private Point first;
    private Point second;
    private int processes;
    private long seconds = 1_800_000_000;

    @BeforeEach
    void backUpTwice(RandomGenerator random) throws IOException {
        model = new DiskModel(CHUNK, CHUNKS * CHUNK);
        random.nextBytes(model.bytes());
        try (Repository repository = Repository.init(store, Backups.format(), cache)) {
            first = Backups.backUp(repository, model, null);
            second = Backups.backUp(repository, model, first);
        }
    }

    /// As a process that has nothing in its cache.
    private Repository reopen() throws IOException {
        return Repository.open(store, cache.resolve("process-" + processes++));
    }

    private VerificationReport verify(@Nullable Point point, VerificationOptions options) throws IOException {
        try (Repository repository = reopen()) {
            InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(seconds++));
            return repository.verification(point, clock).run(options, new Verification.Progress() {
                @Override
                public void toCheck(long bytes) {}

                @Override
                public void checked(long bytes) {}
            });
        }
    }

    private List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        objects.list(prefix, object -> keys.add(object.key()));
        return keys;
    }

    private List<String> packs(int kind) throws IOException {
        List<String> packs = new ArrayList<>();
        for (String key : keys("packs/")) {
            if (objects.get(key).get(10) == kind) {
                packs.add(key);
            }
        }
        return packs;
    }

    private void flip(String key, int at) throws IOException {
        ByteBuffer bytes = objects.get(key);
        objects.put(key, bytes.put(at, (byte) ~bytes.get(at)), PutMode.ANY);
    }

    private Point backUpAgain() throws IOException {
        try (Repository repository = reopen()) {
            return Backups.backUp(repository, model, second);
        }
    }

    private void requireSame(Point point) throws IOException {
        try (Repository repository = reopen()) {
            Backups.requireSame(repository, point, model);
        }
    }

    @Test
    void everyStoredChunkIsReadOnceWhateverNumberOfPointsShareIt() throws IOException {
        long down = meter.calls().bytesDown();

        VerificationReport report = verify(null, FULL);

        assertThat(report.points()).containsExactly(first.id(), second.id());
        assertThat(report.chunks()).isEqualTo(CHUNKS);
        assertThat(report.checkedChunks()).isEqualTo(CHUNKS);
        assertThat(report.checkedBytes()).isEqualTo((long) CHUNKS * CHUNK);
        assertThat(report.faultCount() + report.lostCount() + report.lostPoints())
                .isZero();
        assertThat(meter.calls().bytesDown() - down).isLessThan(CHUNKS * CHUNK * 5L / 4);
    }

    @Test
    void theStructureIsVerifiedWithoutReadingAChunk() throws IOException {
        long down = meter.calls().bytesDown();

        VerificationReport report = verify(null, STRUCTURE);

        assertThat(report.chunks()).isEqualTo(CHUNKS);
        assertThat(report.checkedChunks()).isZero();
        assertThat(meter.calls().bytesDown() - down).isLessThan(CHUNKS * 150L);
    }

    @Test
    void aFaultNamesObjectOffsetMachineDiskPointAndRangesOfAllThatAreHit() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, 48 + 2 * CHUNK + 7);

        VerificationReport report = verify(null, FULL);

        assertThat(report.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.object()).isEqualTo(pack);
            assertThat(fault.offset()).isEqualTo(48 + 2L * CHUNK);
        });
        assertThat(report.lost()).hasSize(2).allSatisfy(range -> {
            assertThat(range.machine()).isEqualTo("web-1");
            assertThat(range.disk()).isEqualTo(DISK);
            assertThat(range.length()).isEqualTo(CHUNK);
            assertThat(range.object()).isEqualTo(pack);
            assertThat(range.objectOffset()).isEqualTo(48 + 2L * CHUNK);
        });
        assertThat(report.lost()).extracting(DamagedRange::point).containsExactlyInAnyOrder(first.id(), second.id());
        assertThat(report.checkedChunks()).isEqualTo(CHUNKS - 1);
        assertThat(verify(first, FULL).lost()).extracting(DamagedRange::point).containsExactly(first.id());
    }

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
    void aDamagedFooterHidesNoContent() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, objects.get(pack).limit() - 60);

        VerificationReport report = verify(null, FULL);

        assertThat(report.checkedChunks()).isEqualTo(CHUNKS);
        assertThat(report.lostCount()).isZero();
        assertThat(report.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.object()).isEqualTo(pack));
    }

    @Test
    void aDamagedSegmentAndAManifestAreFaults() throws IOException {
        String segment = keys("index/").getFirst();
        flip(segment, 100);
        flip(first.id().key(), 100);

        VerificationReport report = verify(null, STRUCTURE);

        assertThat(report.lostPoints()).isEqualTo(1);
        assertThat(report.points()).containsExactly(second.id());
        assertThat(report.faults())
                .extracting(Fault::object)
                .contains(segment, first.id().key());
        assertThat(report.lostCount()).isPositive();
    }

    @Test
    void samplesGoThroughEverythingOldestFirst() throws IOException {
        List<String> packs = packs(1);
        assertThat(packs).hasSizeGreaterThan(2);
        VerificationOptions third = new VerificationOptions(Level.SAMPLE, 40, null, 2);
        String last = null;
        long read = 0;
        for (int run = 0; run < 3; run++) {
            VerificationReport report = verify(null, third);
            assertThat(report.checkedChunks()).isEqualTo(CHUNKS * 2 / 5);
            read += report.checkedChunks();
            assertThat(keys("verifications/")).hasSize(1).doesNotContain(String.valueOf(last));
            last = keys("verifications/").getFirst();
        }
        assertThat(read).isGreaterThan(CHUNKS);

        // Damage anywhere is found by as many further samples as it takes to go round once.
        flip(packs.getLast(), 48 + 9);
        long found = 0;
        for (int run = 0; run < 4; run++) {
            found += verify(null, third).lostCount();
        }
        assertThat(found).isPositive();
    }

    @Test
    void samplesSmallerThanAPackGoThroughEverythingToo() throws IOException {
        List<String> packs = packs(1);
        VerificationOptions tiny = new VerificationOptions(Level.SAMPLE, 0.1, null, 2);
        flip(packs.getLast(), 48 + 9);

        long found = 0;
        for (int run = 0; run < packs.size(); run++) {
            found += verify(null, tiny).lostCount();
        }

        assertThat(found).isPositive();
        assertThat(keys("verifications/")).hasSize(1);
    }

    @Test
    void rangesThatFollowEachOtherAreOne() throws IOException {
        String pack = packs(1).getFirst();
        objects.delete(pack);

        VerificationReport report = verify(second, STRUCTURE);

        assertThat(report.lostCount()).isEqualTo(1);
        DamagedRange range = report.lost().getFirst();
        assertThat(range.length()).isGreaterThan(50L * CHUNK);
        assertThat(range.object()).isEqualTo(pack);
    }

    @Test
    void aTimeBudgetEndsTheReading() throws IOException {
        VerificationReport none = verify(null, new VerificationOptions(Level.SAMPLE, 100, Duration.ofNanos(1), 2));
        VerificationReport all = verify(null, new VerificationOptions(Level.SAMPLE, 100, Duration.ofHours(1), 2));

        assertThat(none.checkedChunks()).isZero();
        assertThat(none.faultCount()).isZero();
        assertThat(all.checkedChunks()).isEqualTo(CHUNKS);
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
