package io.tidemark.repository.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.testing.Seeded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class IdSetTest {

    @RepeatedTest(20)
    void behavesAsASetWhateverIsAddedAndRemoved(RandomGenerator random) {
        IdSet set = new IdSet();
        Set<ChunkId> model = new HashSet<>();
        List<ChunkId> pool = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            // Few different homes, so that most ids are pushed away from theirs.
            pool.add(new ChunkId(random.nextInt(200), random.nextLong(), random.nextLong(), random.nextLong()));
        }
        for (int i = 0; i < 20_000; i++) {
            ChunkId id = pool.get(random.nextInt(pool.size()));
            if (random.nextInt(5) < 3) {
                assertThat(set.add(id)).isEqualTo(model.add(id));
            } else {
                set.remove(id);
                model.remove(id);
            }
        }
        assertThat(set.size()).isEqualTo(model.size());
        for (ChunkId id : pool) {
            assertThat(set.contains(id)).isEqualTo(model.contains(id));
        }
    }

    @Test
    void costsAtMost86BytesPerId(RandomGenerator random) {
        IdSet set = new IdSet();
        for (int i = 1; i <= 100_000; i++) {
            set.add(new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
            if (i >= 1000) {
                assertThat(set.footprint() / (double) i).isLessThanOrEqualTo(86);
            }
        }
    }
}
