package io.tidemark.repository.format;

import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.FormatTooOldException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
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
    private static final String COLLECTION = "collection";

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

    public static ByteBuffer encode(RepositoryFormat format) {
        String text = write(format, NO_CHECKSUM);
        return ByteBuffer.wrap(write(format, checksum(text)).getBytes(StandardCharsets.UTF_8));
    }

    private static String write(RepositoryFormat format, String checksum) {
        return """
                {
                  "format": "tidemark-repository",
                  "version": %d,
                  "repository": "%s",
                  "createdAt": "%s",
                  "chunkSize": %d,
                  "hash": "sha-256",
                  "compression": "zstd",
                  "sealing": "none",
                  "requires": ["%s"],
                  "checksum": "%s"
                }
                """.formatted(
                ObjectHeader.VERSION, format.id(), format.createdAt(), format.chunkSize(), COLLECTION, checksum);
    }

    /// Reads and checks the file's content, from the buffer's position to its limit.
    public static RepositoryFormat parse(ByteBuffer content) throws RepositoryException {
        if (content.remaining() > MAX_LENGTH) {
            throw corrupt("at most " + MAX_LENGTH + " bytes", content.remaining() + " bytes", null);
        }
        String text = StandardCharsets.UTF_8.decode(content.duplicate()).toString();
        Fields fields = new Fields();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            fields.read(json);
        } catch (JacksonException e) {
            throw corrupt("a JSON object", "something else", e);
        }
        requireChecksum(text, fields.checksum);
        fields.requireKnown();
        try {
            return new RepositoryFormat(
                    RepositoryId.parse(fields.repository), Instant.parse(fields.createdAt), fields.chunkSize);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw corrupt("a repository's id, date and chunk size", "other values", e);
        }
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

    private static ObjectCorruptException corrupt(String expected, String found, @Nullable Throwable cause) {
        return new ObjectCorruptException(KEY, 0, expected, found, cause);
    }

    /// The file's properties as found. Unknown ones are passed over: what a reader must understand is named in
    /// `requires`.
    private static final class Fields {
        private String format = "";
        private long version = -1;
        private String repository = "";
        private String createdAt = "";
        private int chunkSize;
        private String hash = "";
        private String compression = "";
        private String sealing = "";
        private @Nullable String unknownRequirement;
        private String checksum = "";

        void read(JsonParser json) throws ObjectCorruptException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw corrupt("a JSON object", "something else", null);
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "format" -> format = text(json, name);
                    case "version" -> version = number(json, name);
                    case "repository" -> repository = text(json, name);
                    case "createdAt" -> createdAt = text(json, name);
                    case "chunkSize" -> chunkSize = (int) Math.min(number(json, name), Integer.MAX_VALUE);
                    case "hash" -> hash = text(json, name);
                    case "compression" -> compression = text(json, name);
                    case "sealing" -> sealing = text(json, name);
                    case "requires" -> unknownRequirement = firstUnknown(json, name);
                    case "checksum" -> checksum = text(json, name);
                    default -> json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw corrupt("one JSON object", "more or less", null);
            }
        }

        private static String text(JsonParser json, String name) throws ObjectCorruptException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw corrupt("a text as \"" + name + "\"", "something else", null);
            }
            return json.getString();
        }

        private static long number(JsonParser json, String name) throws ObjectCorruptException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw corrupt("a whole number as \"" + name + "\"", "something else", null);
            }
            return json.getLongValue();
        }

        private static @Nullable String firstUnknown(JsonParser json, String name) throws ObjectCorruptException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw corrupt("a list as \"" + name + "\"", "something else", null);
            }
            String unknown = null;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                String each = text(json, name);
                unknown = unknown == null && !each.equals(COLLECTION) ? each : unknown;
            }
            return unknown;
        }

        /// Only after the checksum: a flipped bit must not look like a newer format.
        void requireKnown() throws RepositoryException {
            if (!format.equals("tidemark-repository")) {
                throw corrupt("format \"tidemark-repository\"", "\"" + format + "\"", null);
            }
            if (version > ObjectHeader.VERSION) {
                throw new FormatTooNewException(
                        KEY, "format version " + version, "versions up to " + ObjectHeader.VERSION);
            }
            if (version < ObjectHeader.OLDEST_VERSION) {
                throw new FormatTooOldException(
                        KEY, (int) Math.max(version, Integer.MIN_VALUE), ObjectHeader.OLDEST_VERSION);
            }
            requireKnown("sealing", sealing, "none");
            requireKnown("hash", hash, "sha-256");
            requireKnown("compression", compression, "zstd");
            if (unknownRequirement != null) {
                throw new FormatTooNewException(
                        KEY, "the feature \"" + unknownRequirement + "\"", "only \"" + COLLECTION + "\"");
            }
        }

        private static void requireKnown(String name, String value, String known) throws FormatTooNewException {
            if (!value.equals(known)) {
                throw new FormatTooNewException(KEY, name + " \"" + value + "\"", "only \"" + known + "\"");
            }
        }
    }
}
