package io.tidemark.repository.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.sealing.RecordCipher;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

@Seeded
class PackFormatTest {

    private static final PackId PACK = new PackId(UUID.fromString("3f9a0000-0000-4000-8000-00000000000a"));
    private static final ChunkId FIRST = new ChunkId(0x0101010101010101L, 2, 3, 4);
    private static final ChunkId SECOND = new ChunkId(0x1111111111111111L, 6, 7, 8);

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final PackFooters footers = new PackFooters(new PackReader(store, FormatDocument.PLAIN));

    /// Two records of absurd shortness, so that the example fits on a page.
    private static ByteBuffer example(Sealing sealing) {
        OpenPack pack = new OpenPack(
                PACK, sealing, RecordKind.CHUNK, ByteBuffer.allocate(4096).order(ByteOrder.BIG_ENDIAN));
        RecordCipher cipher = sealing.recordCipher();
        ByteBuffer first = ByteBuffer.wrap(new byte[] {(byte) 0xaa, (byte) 0xbb, (byte) 0xcc});
        pack.fill(pack.reserve(FIRST, 3, Encoding.ZSTD, 65536), first, cipher);
        ByteBuffer second = ByteBuffer.wrap(new byte[] {(byte) 0xdd, (byte) 0xee});
        pack.fill(pack.reserve(SECOND, 2, Encoding.RAW, 2), second, cipher);
        return pack.finish(cipher);
    }

    private static ByteBuffer example() {
        return example(FormatDocument.PLAIN);
    }

    private List<PackEntry> read(ByteBuffer pack) throws IOException {
        store.put(PACK.key(), pack, PutMode.ANY);
        return footers.read(PACK, pack.remaining());
    }

    @Test
    void theDocumentShowsAPack() throws IOException {
        FormatDocument.requireExample("pack", example());
    }

    @Test
    void theDocumentShowsASealedPack() throws IOException {
        Sealing sealing = FormatDocument.sealed();
        ByteBuffer pack = example(sealing);
        FormatDocument.requireExample("sealed pack", pack);
        store.put(PACK.key(), pack, PutMode.ANY);

        assertThat(new PackFooters(new PackReader(store, sealing)).read(PACK, pack.remaining()))
                .containsExactly(
                        new PackEntry(FIRST, RecordKind.CHUNK, Encoding.ZSTD, 48, 19, 65536),
                        new PackEntry(SECOND, RecordKind.CHUNK, Encoding.RAW, 67, 18, 2));
    }

    @Test
    void aPackTellsByItselfWhatIsInItAndWhere() throws IOException {
        assertThat(read(example()))
                .containsExactly(
                        new PackEntry(FIRST, RecordKind.CHUNK, Encoding.ZSTD, 48, 3, 65536),
                        new PackEntry(SECOND, RecordKind.CHUNK, Encoding.RAW, 51, 2, 2));
    }

    @Test
    void anyMutationOfFooterAndTrailerIsRefusedEvenWithAFittingChecksum(RandomGenerator random) throws IOException {
        ByteBuffer sound = example();
        int footer = 53;
        int length = sound.remaining();
        for (int i = 0; i < 5000; i++) {
            ByteBuffer pack = ByteBuffer.allocate(length).put(sound.duplicate()).flip();
            int at = random.nextInt(footer, length);
            byte before = pack.get(at);
            pack.put(at, (byte) random.nextInt(256));
            boolean changed = pack.get(at) != before;
            if (changed) {
                assertThatThrownBy(() -> read(pack))
                        .isInstanceOf(RepositoryException.class)
                        .hasMessageContaining(PACK.key());
            }
            CRC32C crc = new CRC32C();
            crc.update(pack.slice(footer, length - 12 - footer));
            pack.putInt(length - 12, (int) crc.getValue());
            requireRefusedOrInside(pack, footer);
        }
    }

    private void requireRefusedOrInside(ByteBuffer pack, int footer) throws IOException {
        try {
            for (PackEntry entry : read(pack)) {
                assertThat(entry.offset() + entry.storedLength()).isLessThanOrEqualTo(footer);
            }
        } catch (RepositoryException refused) {
            assertThat(refused).hasMessageContaining(PACK.key());
        }
    }

    @Test
    void aPackThatIsMissingOrTooShortIsDamage() {
        assertThatThrownBy(() -> footers.read(PACK, 1000))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("no such object");
        assertThatThrownBy(() -> footers.read(PACK, 87))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("a pack of 88 to");
    }

    @Test
    void keysAndIdsStandForEachOther() {
        assertThat(PACK.key()).isEqualTo("packs/3f/3f9a0000-0000-4000-8000-00000000000a");
        assertThat(PackId.ofKey(PACK.key())).isEqualTo(PACK);
        for (String key : new String[] {"", "packs/", "packs/3e/" + PACK, "packs/3f/x", "index/" + PACK}) {
            assertThatThrownBy(() -> PackId.ofKey(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
