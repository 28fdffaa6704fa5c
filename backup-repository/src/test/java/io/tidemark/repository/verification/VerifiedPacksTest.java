package io.tidemark.repository.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.PackId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerifiedPacksTest {

    private static final VerifiedPacks EXAMPLE = new VerifiedPacks(
            UUID.fromString("7e5f0000-0000-4000-8000-00000000000d"),
            Map.of(
                    new PackId(UUID.fromString("3f9a0000-0000-4000-8000-00000000000a")), 1_795_420_800L,
                    new PackId(UUID.fromString("77c10000-0000-4000-8000-00000000000b")), 1_795_424_400L));

    @Test
    void theDocumentShowsAList() throws IOException {
        FormatDocument.requireExample("verified packs", EXAMPLE.encode(FormatDocument.PLAIN));
    }

    @Test
    void aListIsReadAsItWasWritten() throws RepositoryException {
        ByteBuffer object = EXAMPLE.encode(FormatDocument.PLAIN);

        assertThat(VerifiedPacks.parse(FormatDocument.PLAIN, EXAMPLE.id(), object))
                .isEqualTo(EXAMPLE);
        assertThat(EXAMPLE.key()).isEqualTo("verifications/7e5f0000-0000-4000-8000-00000000000d");
    }

    @Test
    void anyFlippedBitIsFound() {
        for (int at = 0; at < EXAMPLE.encode(FormatDocument.PLAIN).limit(); at++) {
            ByteBuffer flipped = EXAMPLE.encode(FormatDocument.PLAIN);
            flipped.put(at, (byte) (flipped.get(at) ^ 8));
            assertThatThrownBy(() -> VerifiedPacks.parse(FormatDocument.PLAIN, EXAMPLE.id(), flipped))
                    .as("byte %d", at)
                    .isInstanceOf(RepositoryException.class);
        }
    }
}
