package io.tidemark.repository.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.sealing.ObjectEnvelope;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class PinTest {

    private static final Pin EXAMPLE = new Pin(
            PointId.parse("019ab000-0000-7000-8000-000000000001"),
            UUID.fromString("5d1c0000-0000-4000-8000-00000000000c"),
            Instant.parse("2026-11-23T08:00:00Z"),
            "before the upgrade");

    private static ByteBuffer enclose(byte[] body) {
        return FormatDocument.PLAIN.enclose(ObjectKind.PIN, EXAMPLE.id(), ByteBuffer.wrap(body));
    }

    private static Pin parse(ByteBuffer object) throws RepositoryException {
        return Pin.parse(FormatDocument.PLAIN, EXAMPLE.point(), EXAMPLE.id(), object);
    }

    @Test
    void theDocumentShowsAPin() throws IOException {
        FormatDocument.requireExample("pin", EXAMPLE.encode(FormatDocument.PLAIN));
    }

    @Test
    void aPinIsReadAsItWasWritten() throws RepositoryException {
        assertThat(parse(EXAMPLE.encode(FormatDocument.PLAIN))).isEqualTo(EXAMPLE);
        assertThat(EXAMPLE.key())
                .isEqualTo("pins/019ab000-0000-7000-8000-000000000001/5d1c0000-0000-4000-8000-00000000000c");
    }

    @Test
    void fieldsThatALaterVersionAddsArePassedOver() throws RepositoryException {
        ByteBuffer object = EXAMPLE.encode(FormatDocument.PLAIN);
        byte[] body = new byte[object.remaining() - ObjectEnvelope.OVERHEAD];
        object.get(56, body);

        assertThat(parse(enclose(Arrays.copyOf(body, body.length + 5)))).isEqualTo(EXAMPLE);
    }

    @Test
    void aReasonHasItsBounds() {
        assertThatThrownBy(() -> Pin.of(EXAMPLE.point(), EXAMPLE.at(), "x".repeat(4097)))
                .hasMessageContaining("reason");
    }

    /// Whoever can write to the bucket can make checksums fit.
    @RepeatedTest(5)
    void anyMutatedPinIsRefusedOrAPin(RandomGenerator random) throws RepositoryException {
        ByteBuffer object = EXAMPLE.encode(FormatDocument.PLAIN);
        byte[] sound = new byte[object.remaining() - ObjectEnvelope.OVERHEAD];
        object.get(56, sound);
        for (int i = 0; i < 500; i++) {
            byte[] body = random.nextInt(5) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
            for (int flips = random.nextInt(1, 4); flips > 0 && body.length > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(parse(enclose(body)).point()).isEqualTo(EXAMPLE.point());
            } catch (ObjectCorruptException refused) {
                assertThat(refused).hasMessageContaining(EXAMPLE.key());
            }
        }
    }

    @Test
    void anyFlippedBitOfTheObjectIsFound() {
        ByteBuffer object = EXAMPLE.encode(FormatDocument.PLAIN);
        for (int at = 0; at < object.limit(); at++) {
            ByteBuffer flipped = EXAMPLE.encode(FormatDocument.PLAIN);
            flipped.put(at, (byte) (flipped.get(at) ^ 4));
            assertThatThrownBy(() -> parse(flipped)).as("byte %d", at).isInstanceOf(RepositoryException.class);
        }
    }
}
