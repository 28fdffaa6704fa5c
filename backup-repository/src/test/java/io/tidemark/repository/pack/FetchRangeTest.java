package io.tidemark.repository.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.pack.FetchRange.Wanted;
import io.tidemark.testing.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;

@Seeded
class FetchRangeTest {

    @RepeatedTest(50)
    void everyRecordIsInExactlyOneRangeOfItsPack(RandomGenerator random) {
        List<PackId> packs = List.of(PackId.random(), PackId.random(), PackId.random());
        List<Wanted<Integer>> wanted = new ArrayList<>();
        for (int i = 0; i < random.nextInt(200); i++) {
            RecordLocation location = new RecordLocation(
                    packs.get(random.nextInt(3)),
                    random.nextInt(48, 20_000_000),
                    random.nextInt(1, 300_000),
                    RecordKind.CHUNK,
                    Encoding.RAW);
            wanted.add(new Wanted<>(location, i));
        }
        int maxLength = random.nextInt(1000, 5_000_000);

        List<FetchRange<Integer>> ranges = FetchRange.coalesce(wanted, maxLength);

        List<Wanted<Integer>> inRanges = new ArrayList<>();
        for (FetchRange<Integer> range : ranges) {
            int end = range.offset();
            for (Wanted<Integer> each : range.records()) {
                assertThat(each.location().pack()).isEqualTo(range.pack());
                assertThat(each.location().offset()).isBetween(range.offset(), end + FetchRange.MAX_GAP);
                end = Math.max(end, each.location().end());
            }
            assertThat(range.offset() + range.length()).isEqualTo(end);
            assertThat(range.length() <= maxLength || range.records().size() == 1)
                    .isTrue();
            inRanges.addAll(range.records());
        }
        assertThat(inRanges).containsExactlyInAnyOrderElementsOf(wanted);
    }
}
