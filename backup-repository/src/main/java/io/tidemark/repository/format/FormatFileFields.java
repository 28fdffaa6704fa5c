package io.tidemark.repository.format;

import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.FormatTooOldException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.store.LockMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The file's properties as found. Unknown ones are passed over: what a reader must understand is named in
/// `requires`.
final class FormatFileFields {
    String format = "";
    long version = -1;
    String repository = "";
    String createdAt = "";
    int chunkSize;
    String hash = "";
    String compression = "";
    String sealing = "";
    /// Known once [#requireKnown()] has passed.
    SealingMethod method = SealingMethod.NONE;
    String mac = "";
    String lockMode = "";
    long lockSeconds;

    @Nullable
    String unknownRequirement;

    String checksum = "";

    void read(JsonParser json) throws ObjectCorruptException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw FormatFile.corrupt("a JSON object", "something else", null);
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
                case "lockMode" -> lockMode = text(json, name);
                case "lockSeconds" -> lockSeconds = number(json, name);
                case "mac" -> mac = text(json, name);
                case "requires" -> unknownRequirement = firstUnknown(json, name);
                case "checksum" -> checksum = text(json, name);
                default -> json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
            throw FormatFile.corrupt("one JSON object", "more or less", null);
        }
    }

    private static String text(JsonParser json, String name) throws ObjectCorruptException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw FormatFile.corrupt("a text as \"" + name + "\"", "something else", null);
        }
        return json.getString();
    }

    private static long number(JsonParser json, String name) throws ObjectCorruptException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw FormatFile.corrupt("a whole number as \"" + name + "\"", "something else", null);
        }
        return json.getLongValue();
    }

    private static @Nullable String firstUnknown(JsonParser json, String name) throws ObjectCorruptException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw FormatFile.corrupt("a list as \"" + name + "\"", "something else", null);
        }
        String unknown = null;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String each = text(json, name);
            unknown = unknown == null && !each.equals(FormatFile.COLLECTION) ? each : unknown;
        }
        return unknown;
    }

    /// Only after the checksum: a flipped bit must not look like a newer format.
    void requireKnown() throws RepositoryException {
        if (!format.equals("tidemark-repository")) {
            throw FormatFile.corrupt("format \"tidemark-repository\"", "\"" + format + "\"", null);
        }
        if (version > ObjectHeader.VERSION) {
            throw new FormatTooNewException(
                    FormatFile.KEY, "format version " + version, "versions up to " + ObjectHeader.VERSION);
        }
        if (version < ObjectHeader.OLDEST_VERSION) {
            throw new FormatTooOldException(
                    FormatFile.KEY, (int) Math.max(version, Integer.MIN_VALUE), ObjectHeader.OLDEST_VERSION);
        }
        SealingMethod named = SealingMethod.named(sealing);
        if (named == null) {
            throw new FormatTooNewException(FormatFile.KEY, "sealing \"" + sealing + "\"", SealingMethod.known());
        }
        method = named;
        requireKnown("hash", hash, method.hash());
        requireKnown("compression", compression, "zstd");
        if (unknownRequirement != null) {
            throw new FormatTooNewException(
                    FormatFile.KEY,
                    "the feature \"" + unknownRequirement + "\"",
                    "only \"" + FormatFile.COLLECTION + "\"");
        }
    }

    /// How objects are locked; null if they are not.
    @Nullable
    LockSettings lock() throws RepositoryException {
        if (lockMode.isEmpty()) {
            return null;
        }
        for (LockMode mode : LockMode.values()) {
            if (mode.wireName().equals(lockMode)) {
                return new LockSettings(mode, Duration.ofSeconds(lockSeconds));
            }
        }
        throw new FormatTooNewException(
                FormatFile.KEY, "lock mode \"" + lockMode + "\"", "\"governance\" and \"compliance\"");
    }

    private static void requireKnown(String name, String value, String known) throws FormatTooNewException {
        if (!value.equals(known)) {
            throw new FormatTooNewException(FormatFile.KEY, name + " \"" + value + "\"", "only \"" + known + "\"");
        }
    }
}
