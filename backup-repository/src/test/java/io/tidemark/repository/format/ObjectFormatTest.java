package io.tidemark.repository.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.FormatTooOldException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.sealing.Sealing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFormatTest {

    private static final UUID OBJECT = UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd");
    private static final ObjectHeader HEADER = FormatDocument.PLAIN.header(ObjectKind.INDEX_SEGMENT, OBJECT);
    private static final RepositoryFormat FORMAT =
            new RepositoryFormat(FormatDocument.REPOSITORY, Instant.parse("2026-11-22T21:35:00Z"), 65536);

    private static ByteBuffer header() {
        ByteBuffer bytes = ByteBuffer.allocate(ObjectHeader.LENGTH);
        HEADER.encode(bytes);
        return bytes.flip();
    }

    private static ObjectHeader parse(ByteBuffer bytes) throws RepositoryException {
        return ObjectHeader.parse(new BoundedReader("index/x", 0, bytes));
    }

    /// Puts another value into a header and makes the checksum fit.
    private static ByteBuffer headerWith(int offset, int value) {
        ByteBuffer bytes = header().put(offset, (byte) value);
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 44));
        return bytes.putInt(44, (int) crc.getValue());
    }

    @Test
    void theDocumentShowsTheHeaderTheEnvelopeAndTheFile() throws IOException {
        FormatDocument.requireExample("object header", header());
        FormatDocument.requireExample(
                "envelope",
                FormatDocument.PLAIN.enclose(ObjectKind.INDEX_SEGMENT, OBJECT, ByteBuffer.wrap(new byte[] {1, 2, 3})));
        FormatDocument.requireText(
                StandardCharsets.UTF_8.decode(FormatFile.encode(FORMAT)).toString());
    }

    @Test
    void headersAndFilesAreReadAsTheyWereWritten() throws RepositoryException {
        assertThat(parse(header())).isEqualTo(HEADER);
        assertThat(FormatFile.parse(FormatFile.encode(FORMAT))).isEqualTo(FORMAT);
    }

    @Test
    void tooNewTooOldAndCorruptAreThreeErrors() {
        assertThatThrownBy(() -> parse(headerWith(9, 2)))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContaining("index/x uses format version 2")
                .hasMessageContaining("versions up to 1");
        assertThatThrownBy(() -> parse(headerWith(9, 0)))
                .isInstanceOf(FormatTooOldException.class)
                .hasMessageContaining("has format version 0");
        assertThatThrownBy(() -> parse(headerWith(10, 77)))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContaining("object kind 77");
        assertThatThrownBy(() -> parse(headerWith(11, 2)))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContaining("sealing method 2");
        assertThatThrownBy(() -> parse(header().put(9, (byte) 2)))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("index/x at byte 44: expected header checksum");
    }

    @Test
    void anEnvelopeOfAnotherKindRepositoryOrNameIsRefused() {
        ByteBuffer object =
                FormatDocument.PLAIN.enclose(ObjectKind.INDEX_SEGMENT, OBJECT, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        RepositoryId other = RepositoryId.random();

        assertThatThrownBy(() -> FormatDocument.PLAIN.open("x", object, ObjectKind.POINT, OBJECT))
                .hasMessageContaining("expected an object of kind point manifest, found kind index segment");
        assertThatThrownBy(() -> Sealing.none(other).open("x", object, ObjectKind.INDEX_SEGMENT, OBJECT))
                .hasMessageContaining("expected an object of repository " + other);
        assertThatThrownBy(() -> FormatDocument.PLAIN.open("x", object, ObjectKind.INDEX_SEGMENT, other.id()))
                .hasMessageContaining("found object " + OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 1 | \"version\": 2 | format-too-new | format version 2",
                "\"version\": 1 | \"version\": 0 | format-too-old | format version 0",
                "\"sealing\": \"none\" | \"sealing\": \"rot-13\" | format-too-new | sealing \"rot-13\"",
                "\"sha-256\" | \"hmac-sha-256\" | format-too-new | hash \"hmac-sha-256\"",
                "\"requires\": [\"collection\"] | \"requires\": [\"collection\", \"locks\"] | format-too-new | the feature \"locks\"",
                "65536 | 65535 | object-corrupt | chunk size",
                "\"chunkSize\": 65536 | \"chunkSize\": \"65536\" | object-corrupt | whole number",
                "tidemark-repository | tidemark-suppository | object-corrupt | tidemark-repository",
                "00112233-4455 | 0112233-4455 | object-corrupt | a repository's id",
            })
    void aFileOfAnotherMakeIsRefusedByName(String from, String to, String code, String named) {
        ByteBuffer file = resigned(text(FormatFile.encode(FORMAT)).replace(from, to));

        assertThatThrownBy(() -> FormatFile.parse(file))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{}", "null", "{\"version\":1,\"version\":1}", "{\"checksum\":\"00\"}", "{} {}"})
    void whatIsNoSuchFileIsCorrupt(String text) {
        assertThatThrownBy(() -> FormatFile.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("tidemark.json");
    }

    @Test
    void unknownPropertiesOfTheFileArePassedOver() throws RepositoryException {
        ByteBuffer file = resigned(text(FormatFile.encode(FORMAT))
                .replace("\"requires\"", "\"comment\": {\"by\": [\"a later version\"]}, \"requires\""));

        assertThat(FormatFile.parse(file)).isEqualTo(FORMAT);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /// Makes the checksum fit, as a later version or an attacker would.
    private static ByteBuffer resigned(String text) {
        int at = text.indexOf("\"checksum\": \"") + 13;
        String unsigned = text.substring(0, at) + "0".repeat(64) + text.substring(at + 64);
        byte[] digest = Sha256.newDigest().digest(unsigned.getBytes(StandardCharsets.UTF_8));
        String signed = text.substring(0, at) + HexFormat.of().formatHex(digest) + text.substring(at + 64);
        return ByteBuffer.wrap(signed.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyTheCanonicalTextOfAnIdIsOne() {
        String canonical = "00112233-4455-4677-8899-aabbccddeeff";
        assertThat(CanonicalUuid.parse(canonical)).hasToString(canonical);
        for (String text : new String[] {"", "0-0-0-0-0", canonical.toUpperCase(Locale.ROOT), canonical + "0"}) {
            assertThatThrownBy(() -> CanonicalUuid.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
