package io.tidemark.repository.format;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// `tidemark.json`, the object that makes a place a repository: JSON, so that a person who finds it learns what it
/// is.
///
/// Its checksum is the SHA-256 of the file itself with 64 zeros in the place of the checksum's digits.
public final class FormatFile {

    public static final String KEY = "tidemark.json";

    /// What a writer or collector must know of to touch the repository: fences and verdicts.
    static final String COLLECTION = "collection";

    private static final int MAX_LENGTH = 64 << 10;
    private static final String NO_CHECKSUM = "0".repeat(64);
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(4096)
                    .maxDocumentLength(MAX_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FormatFile() {}

    /// The file of a repository that is not sealed.
    public static ByteBuffer encode(RepositoryFormat format) {
        if (format.isSealed()) {
            throw new IllegalArgumentException("The file of a sealed repository is authenticated by its key");
        }
        return encode(format, "");
    }

    /// The file of a sealed repository.
    ///
    /// @param mac  HMAC-SHA-256 under the repository's key for this file
    public static ByteBuffer encode(RepositoryFormat format, Mac mac) {
        String unsigned = write(format, macLine(NO_CHECKSUM), NO_CHECKSUM);
        return encode(format, macLine(hex(mac, unsigned)));
    }

    private static ByteBuffer encode(RepositoryFormat format, String macLine) {
        String text = write(format, macLine, NO_CHECKSUM);
        return ByteBuffer.wrap(write(format, macLine, checksum(text)).getBytes(StandardCharsets.UTF_8));
    }

    private static String lockLines(@Nullable LockSettings lock) {
        return lock == null
                ? ""
                : "\n  \"lockMode\": \"" + lock.mode().wireName() + "\",\n  \"lockSeconds\": "
                        + lock.period().toSeconds() + ",";
    }

    private static String macLine(String mac) {
        return "\n  \"mac\": \"" + mac + "\",";
    }

    private static String hex(Mac mac, String text) {
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String write(RepositoryFormat format, String macLine, String checksum) {
        return """
                {
                  "format": "tidemark-repository",
                  "version": %d,
                  "repository": "%s",
                  "createdAt": "%s",
                  "chunkSize": %d,
                  "hash": "%s",
                  "compression": "zstd",
                  "sealing": "%s",%s%s
                  "requires": ["%s"],
                  "checksum": "%s"
                }
                """.formatted(
                        ObjectHeader.VERSION,
                        format.id(),
                        format.createdAt(),
                        format.chunkSize(),
                        format.sealing().hash(),
                        format.sealing(),
                        lockLines(format.lock()),
                        macLine,
                        COLLECTION,
                        checksum);
    }

    /// Reads and checks the file's content, from the buffer's position to its limit.
    public static RepositoryFormat parse(ByteBuffer content) throws RepositoryException {
        if (content.remaining() > MAX_LENGTH) {
            throw corrupt("at most " + MAX_LENGTH + " bytes", content.remaining() + " bytes", null);
        }
        String text = StandardCharsets.UTF_8.decode(content.duplicate()).toString();
        FormatFileFields fields = fields(text);
        requireChecksum(text, fields.checksum);
        fields.requireKnown();
        try {
            return new RepositoryFormat(
                    RepositoryId.parse(fields.repository),
                    Instant.parse(fields.createdAt),
                    fields.chunkSize,
                    fields.method,
                    fields.lock());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw corrupt("a repository's id, date and chunk size", "other values", e);
        }
    }

    private static FormatFileFields fields(String text) throws ObjectCorruptException {
        FormatFileFields fields = new FormatFileFields();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            fields.read(json);
        } catch (JacksonException e) {
            throw corrupt("a JSON object", "something else", e);
        }
        return fields;
    }

    /// Checks that the file of a sealed repository is the one that was written when the repository was made.
    ///
    /// @param content  what [#parse] has read
    /// @param mac  HMAC-SHA-256 under the repository's key for this file
    public static void requireMac(ByteBuffer content, Mac mac) throws RepositoryException {
        String text = StandardCharsets.UTF_8.decode(content.duplicate()).toString();
        FormatFileFields fields = fields(text);
        String unsigned = without(fields.mac, without(fields.checksum, text));
        if (!MessageDigest.isEqual(
                hex(mac, unsigned).getBytes(StandardCharsets.US_ASCII), fields.mac.getBytes(StandardCharsets.UTF_8))) {
            throw corrupt("the file that was written when the repository was made", "a file that was changed", null);
        }
    }

    private static String without(String digits, String text) {
        int at = digits.length() == NO_CHECKSUM.length() ? text.indexOf(digits) : -1;
        return at < 0 ? text : text.substring(0, at) + NO_CHECKSUM + text.substring(at + digits.length());
    }

    private static void requireChecksum(String text, String stored) throws ObjectCorruptException {
        int at = stored.length() == NO_CHECKSUM.length() ? text.indexOf(stored) : -1;
        if (at < 0) {
            throw corrupt("a checksum of 64 hexadecimal digits", "none", null);
        }
        String computed = checksum(text.substring(0, at) + NO_CHECKSUM + text.substring(at + stored.length()));
        if (!computed.equals(stored)) {
            throw new ObjectCorruptException(KEY, at, "checksum " + computed, stored);
        }
    }

    private static String checksum(String text) {
        MessageDigest sha256 = Sha256.newDigest();
        return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static ObjectCorruptException corrupt(String expected, String found, @Nullable Throwable cause) {
        return new ObjectCorruptException(KEY, 0, expected, found, cause);
    }
}
