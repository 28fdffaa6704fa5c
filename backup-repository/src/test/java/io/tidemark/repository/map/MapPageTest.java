package io.tidemark.repository.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class MapPageTest {

    private static @Nullable ChunkId[] slots() {
        return new @Nullable ChunkId[MapShape.FANOUT];
    }

    private static MapPage parse(ByteBuffer bytes) throws RepositoryException {
        return MapPage.parse(new BoundedReader("packs/3f/x", 100, bytes));
    }

    @Test
    void theDocumentShowsAPage() throws IOException {
        @Nullable ChunkId[] slots = slots();
        slots[0] = new ChunkId(0x0101010101010101L, 2, 3, 4);
        slots[63] = new ChunkId(0x1111111111111111L, 6, 7, 8);

        FormatDocument.requireExample("map page", MapPage.of(0, slots).toBytes());
    }

    @RepeatedTest(50)
    void aPageIsReadAsItWasWritten(RandomGenerator random) throws RepositoryException {
        @Nullable ChunkId[] slots = slots();
        for (int i = 0; i < MapShape.FANOUT; i++) {
            slots[i] = random.nextBoolean() ? null : new ChunkId(random.nextLong(), i, i, i);
        }
        slots[random.nextInt(MapShape.FANOUT)] = new ChunkId(1, 2, 3, 4);

        MapPage page = parse(MapPage.of(3, slots).toBytes());

        assertThat(page.level()).isEqualTo(3);
        assertThat(page.slots()).isEqualTo(slots);
        for (int i = 0; i < MapShape.FANOUT; i++) {
            assertThat(page.id(i)).isEqualTo(slots[i]);
        }
    }

    @RepeatedTest(20)
    void anyBytesAreAPageOrRefused(RandomGenerator random) {
        @Nullable ChunkId[] slots = slots();
        slots[5] = new ChunkId(1, 2, 3, 4);
        byte[] sound = MapPage.of(0, slots).toBytes().array();
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Arrays.copyOf(sound, random.nextInt(3) == 0 ? random.nextInt(70) : sound.length);
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(Math.min(bytes.length, 20))] = (byte) random.nextInt(256);
            }
            try {
                assertThat(parse(ByteBuffer.wrap(bytes)).slots()).hasSize(64);
            } catch (RepositoryException refused) {
                assertThat(refused).hasMessageContaining("packs/3f/x");
            }
        }
    }
}
