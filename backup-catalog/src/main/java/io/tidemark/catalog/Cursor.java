package io.tidemark.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A place in a list: the sort key of the last item that was handed out. Callers treat the encoded form as
/// opaque; a list refuses a cursor of another list with `cursor-invalid`.
public sealed interface Cursor {
    /// After a name, in lists ordered by name.
    record AfterName(String name) implements Cursor {}

    /// Below an id, in lists that go newest first by ids ordered by time.
    record BelowId(UUID id) implements Cursor {}

    /// Below an instant and an id, in lists that go newest first by a time of their own.
    record BelowInstant(Instant at, UUID id) implements Cursor {}

    /// Below a number, in lists that go newest first by a number that grows.
    record BelowNumber(long number) implements Cursor {}

    default String encoded() {
        String text = switch (this) {
            case AfterName(String name) -> "n" + name;
            case BelowId(UUID id) -> "i" + id;
            case BelowInstant(Instant at, UUID id) -> "t" + id + at;
            case BelowNumber(long number) -> "b" + number;
        };
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    static @Nullable AfterName afterName(@Nullable String encoded) {
        return switch (decode(encoded)) {
            case null -> null;
            case AfterName name -> name;
            case Cursor other -> throw invalid();
        };
    }

    static @Nullable BelowId belowId(@Nullable String encoded) {
        return switch (decode(encoded)) {
            case null -> null;
            case BelowId id -> id;
            case Cursor other -> throw invalid();
        };
    }

    static @Nullable BelowInstant belowInstant(@Nullable String encoded) {
        return switch (decode(encoded)) {
            case null -> null;
            case BelowInstant instant -> instant;
            case Cursor other -> throw invalid();
        };
    }

    static @Nullable BelowNumber belowNumber(@Nullable String encoded) {
        return switch (decode(encoded)) {
            case null -> null;
            case BelowNumber number -> number;
            case Cursor other -> throw invalid();
        };
    }

    private static @Nullable Cursor decode(@Nullable String encoded) {
        if (encoded == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), UTF_8);
            String key = text.substring(1);
            return switch (text.charAt(0)) {
                case 'n' -> new AfterName(key);
                case 'i' -> new BelowId(UUID.fromString(key));
                case 't' -> new BelowInstant(Instant.parse(key.substring(36)), UUID.fromString(key.substring(0, 36)));
                case 'b' -> new BelowNumber(Long.parseLong(key));
                default -> throw invalid();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException malformed) {
            throw invalid();
        }
    }

    private static InvalidRequest invalid() {
        return new InvalidRequest(
                "cursor-invalid",
                "The cursor is not one of this list. Pass nextCursor of the page before unchanged, or leave it out.");
    }
}
