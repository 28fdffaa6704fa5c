package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.verification.Fault;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is damaged is found, and told whom it hits.
@Seeded
class VerificationTest extends DamagedDisk {

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
    void aDamagedFooterHidesNoContent() throws IOException {
        String pack = packs(1).getFirst();
        flip(pack, objects.get(pack).limit() - 60);

        VerificationReport report = verify(null, FULL);

        assertThat(report.checkedChunks()).isEqualTo(CHUNKS);
        assertThat(report.lostCount()).isZero();
        assertThat(report.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.object()).isEqualTo(pack);
            assertThat(fault.reason()).contains("No range is hit").contains("rebuild-index");
        });
        long down = meter.calls().bytesDown();
        assertThat(verify(null, STRUCTURE).faults()).extracting(Fault::object).containsExactly(pack);
        assertThat(meter.calls().bytesDown() - down).isLessThan(CHUNKS * 200L);
    }

    @Test
    void theEndsOfPacksOfPagesAreLookedAtToo() throws IOException {
        String pack = packs(2).getFirst();
        flip(pack, objects.get(pack).limit() - 60);

        assertThat(verify(null, STRUCTURE).faults()).isEmpty();
        assertThat(verify(null, FULL).faults()).extracting(Fault::object).containsExactly(pack);
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
}
