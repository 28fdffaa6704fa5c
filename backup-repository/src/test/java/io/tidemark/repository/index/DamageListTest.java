package io.tidemark.repository.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.PackId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DamageListTest {

    private static final DamageList EXAMPLE = new DamageList(
            UUID.fromString("da3a0000-0000-4000-8000-00000000000e"),
            Set.of(
                    new DamagedCopy(new PackId(UUID.fromString("3f9a0000-0000-4000-8000-00000000000a")), 4096),
                    new DamagedCopy(
                            new PackId(UUID.fromString("77c10000-0000-4000-8000-00000000000b")),
                            DamagedCopy.WHOLE_PACK)));

    @Test
    void theDocumentShowsAList() throws IOException {
        FormatDocument.requireExample("damage list", EXAMPLE.encode(FormatDocument.PLAIN));
    }

    @Test
    void aListIsReadAsItWasWritten() throws RepositoryException {
        ByteBuffer object = EXAMPLE.encode(FormatDocument.PLAIN);

        assertThat(DamageList.parse(FormatDocument.PLAIN, EXAMPLE.id(), object)).isEqualTo(EXAMPLE);
        assertThat(EXAMPLE.key()).isEqualTo("damaged/da3a0000-0000-4000-8000-00000000000e");
    }

    @Test
    void anyFlippedBitIsFound() {
        for (int at = 0; at < EXAMPLE.encode(FormatDocument.PLAIN).limit(); at++) {
            ByteBuffer flipped = EXAMPLE.encode(FormatDocument.PLAIN);
            flipped.put(at, (byte) (flipped.get(at) ^ 8));
            assertThatThrownBy(() -> DamageList.parse(FormatDocument.PLAIN, EXAMPLE.id(), flipped))
                    .as("byte %d", at)
                    .isInstanceOf(RepositoryException.class);
        }
    }
}
