package io.tidemark.repository.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.format.SealingMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The document's sealed examples are what this version reads, and writes but for random nonces.
class SealedFormatTest {

    private static final UUID KEY = UUID.fromString("0e50a1ed-0000-4000-8000-00000000000f");
    private static final UUID SEGMENT = UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd");

    /// As the document says.
    private static MasterKey master() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return MasterKey.of(bytes);
    }

    private static Sealing sealing() {
        return new Aes256Gcm(FormatDocument.REPOSITORY, master());
    }

    @Test
    void thePassphraseOfTheDocumentOpensItsKey() throws IOException {
        ByteBuffer object = FormatDocument.example("key");
        WrappedKey wrapped = WrappedKey.parse(FormatDocument.REPOSITORY, KEY, object);
        try (Passphrase passphrase = Passphrase.of("ebb and flow".toCharArray())) {
            MasterKey master =
                    wrapped.unwrap(passphrase, FormatDocument.REPOSITORY).orElseThrow();
            assertThat(new Aes256Gcm(FormatDocument.REPOSITORY, master)
                            .contentHash()
                            .of(new byte[] {1}))
                    .isEqualTo(sealing().contentHash().of(new byte[] {1}));
        }
        assertThat(wrapped.key()).isEqualTo(new RepositoryKey(KEY, Instant.parse("2026-11-22T21:35:00Z"), "operators"));
        assertThat(wrapped.encode(FormatDocument.REPOSITORY)).isEqualTo(object);
    }

    @Test
    void theDocumentShowsASealedEnvelope() throws IOException {
        ByteBuffer object = FormatDocument.example("sealed envelope");

        BoundedReader body = sealing().open("index/" + SEGMENT, object, ObjectKind.INDEX_SEGMENT, SEGMENT);

        assertThat(body.bytes(body.remaining(), "body")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void theDocumentShowsTheFileOfASealedRepository() throws IOException {
        RepositoryFormat format = new RepositoryFormat(
                FormatDocument.REPOSITORY,
                Instant.parse("2026-11-22T21:35:00Z"),
                65536,
                SealingMethod.AES_256_GCM,
                null);
        ByteBuffer file =
                FormatFile.encode(format, Aes256Gcm.mac(master().derive(FormatDocument.REPOSITORY, "format")));

        FormatDocument.requireText(
                StandardCharsets.UTF_8.decode(file.duplicate()).toString());
        assertThat(FormatFile.parse(file)).isEqualTo(format);
    }

    @Test
    void anEnvelopeIsSealedAnewEachTimeAndOpensToTheSame() throws RepositoryException {
        ByteBuffer body = ByteBuffer.allocateDirect(1000).put(7, (byte) 7);
        ByteBuffer one = sealing().enclose(ObjectKind.PIN, SEGMENT, body);
        ByteBuffer other = sealing().enclose(ObjectKind.PIN, SEGMENT, body);

        assertThat(one).isNotEqualTo(other);
        assertThat(one.remaining()).isEqualTo(1000 + ObjectEnvelope.OVERHEAD + 28);
        for (ByteBuffer each : new ByteBuffer[] {one, other}) {
            BoundedReader opened = sealing().open("x", each, ObjectKind.PIN, SEGMENT);
            assertThat(opened.bytes(1000, "body")).isEqualTo(body);
        }
    }
}
