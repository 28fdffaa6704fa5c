package io.tidemark.repository.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CollectionFormatTest {

    private static final UUID LIST = UUID.fromString("5e1d0000-0000-4000-8000-000000000005");
    private static final Epoch EPOCH = new Epoch(3, 0x9f2c41d07b3e55aaL);
    private static final PackId ONE = pack("3f9a0000-0000-4000-8000-00000000000a");
    private static final PackId TWO = pack("77c10000-0000-4000-8000-00000000000b");
    private static final PointId POINT = PointId.parse("019ab000-0000-7000-8000-000000000001");

    private static PackId pack(String id) {
        return new PackId(UUID.fromString(id));
    }

    @Test
    void theDocumentShowsAListAFenceAndAVerdict() throws IOException {
        FormatDocument.requireExample(
                "condemned list", new CondemnedList(LIST, Set.of(TWO, ONE)).encode(FormatDocument.PLAIN));
        FormatDocument.requireExample("fence", new Fence(EPOCH, Set.of(ONE, TWO)).encode(FormatDocument.PLAIN));
        FormatDocument.requireExample(
                "verdict", new Verdict(EPOCH, Set.of(POINT), Set.of(ONE)).encode(FormatDocument.PLAIN));
        assertThat(Fence.key(EPOCH)).isEqualTo("collections/fences/0000000000000003-9f2c41d07b3e55aa");
        FormatDocument.requireText(Fence.key(EPOCH));
    }

    @Test
    void eachIsReadAsItWasWritten() throws RepositoryException {
        CondemnedList list = new CondemnedList(LIST, Set.of(ONE, TWO));
        Fence fence = new Fence(EPOCH, Set.of());
        Verdict verdict = new Verdict(EPOCH, Set.of(POINT), Set.of(TWO));

        assertThat(CondemnedList.parse(FormatDocument.PLAIN, LIST, list.encode(FormatDocument.PLAIN)))
                .isEqualTo(list);
        assertThat(Fence.parse(FormatDocument.PLAIN, EPOCH, fence.encode(FormatDocument.PLAIN)))
                .isEqualTo(fence);
        assertThat(Verdict.parse(FormatDocument.PLAIN, EPOCH, verdict.encode(FormatDocument.PLAIN)))
                .isEqualTo(verdict);
    }

    @Test
    void everyFlippedByteAndEveryCutIsFound() {
        ByteBuffer object = new Verdict(EPOCH, Set.of(POINT), Set.of(ONE, TWO)).encode(FormatDocument.PLAIN);
        for (int at = 0; at < object.limit(); at++) {
            ByteBuffer flipped =
                    ByteBuffer.allocate(object.limit()).put(object.duplicate()).flip();
            flipped.put(at, (byte) (flipped.get(at) ^ 0x10));
            assertThatThrownBy(() -> Verdict.parse(FormatDocument.PLAIN, EPOCH, flipped))
                    .isInstanceOf(RepositoryException.class);
            ByteBuffer cut = object.slice(0, at);
            assertThatThrownBy(() -> Verdict.parse(FormatDocument.PLAIN, EPOCH, cut))
                    .isInstanceOf(ObjectCorruptException.class);
        }
    }

    @Test
    void aVerdictOfAnotherEpochIsNotTaken() {
        ByteBuffer object = new Verdict(EPOCH, Set.of(POINT), Set.of(ONE)).encode(FormatDocument.PLAIN);

        assertThatThrownBy(() -> Verdict.parse(FormatDocument.PLAIN, new Epoch(3, 1), object))
                .isInstanceOf(ObjectCorruptException.class);
    }

    @Test
    void textsOfEpochsAreInTheOrderOfTheEpochs() {
        Epoch least = new Epoch(9, -1);
        Epoch middle = new Epoch(10, 0);
        Epoch greatest = new Epoch(-1, 0);

        assertThat(least.toString()).isLessThan(middle.toString());
        assertThat(middle.toString()).isLessThan(greatest.toString());
        assertThat(middle.isAfter(least) && greatest.isAfter(middle)).isTrue();
        assertThat(Epoch.parse(middle.toString())).isEqualTo(middle);
        assertThat(middle.next().isAfter(middle)).isTrue();
        for (String text : new String[] {"", "3", "3-9", EPOCH.toString().replace('-', '_'), EPOCH + "0"}) {
            assertThatThrownBy(() -> Epoch.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
