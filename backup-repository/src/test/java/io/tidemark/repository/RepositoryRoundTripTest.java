package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

@Seeded
class RepositoryRoundTripTest {

    private static final int CHUNK = 4096;

    @TempDir
    Path cache;

    @RepeatedTest(20)
    void everyPointOfAChainGivesBackWhatWasPut(RandomGenerator random) throws IOException {
        MemoryObjectStore store = new MemoryObjectStore();
        List<Point> points = new ArrayList<>();
        List<DiskModel> models = new ArrayList<>();
        try (Repository repository =
                Repository.init(store, RepositoryFormat.create(Instant.now()).withChunkSize(CHUNK), cache)) {
            DiskModel model = new DiskModel(CHUNK, random.nextInt(1, 400 * CHUNK));
            for (int round = 0; round < 5; round++) {
                DiskModel next = model.copy();
                if (random.nextInt(3) == 0) {
                    next.resize(random.nextInt(1, 400 * CHUNK));
                }
                DiskContent base = points.isEmpty() ? null : repository.content(points.getLast(), "vda");
                try (PointWriter writer = repository.begin(
                        PointId.next(Clock.systemUTC(), random), "web-1", Instant.now(), WriteOptions.standard())) {
                    DiskWriter disk = writer.disk("vda", next.size(), base);
                    int changes = random.nextInt(next.chunkCount() + 1);
                    for (int i = 0; i < changes; i++) {
                        next.scribble(random.nextInt(next.chunkCount()), random);
                    }
                    for (int chunk = 0; chunk < next.chunkCount(); chunk++) {
                        disk.put(chunk, next.chunk(chunk));
                    }
                    points.add(writer.commit(List.of(describe("vda"))));
                }
                models.add(next);
                model = next;
            }
            for (int i = 0; i < points.size(); i++) {
                models.get(i).requireSame(repository.content(points.get(i), "vda"));
            }
            assertThat(repository.check().problems()).isEmpty();
        }
        try (Repository repository = Repository.open(store, cache.resolve("other"))) {
            assertThat(repository.points()).containsExactlyElementsOf(points);
            for (int i = 0; i < points.size(); i++) {
                models.get(i).requireSame(repository.content(points.get(i), "vda"));
            }
        }
    }

    private static DiskDescription describe(String name) {
        return new DiskDescription(
                name, "/images/vda.qcow2", "qcow2", 65536, List.of(), "full", "auto", "no earlier point", null, 0, 0);
    }
}
