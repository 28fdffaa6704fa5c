package io.tidemark.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    /// Below a number, in lists that go newest first by a number that grows.
    record BelowNumber(long number) implements Cursor {}

    /// Behind the item with a value of what the list is ordered by, and with an id.
    ///
    /// @param sort the order; a list in another one refuses the cursor
    /// @param key  the value as text
    record At(String sort, String key, UUID id) implements Cursor {}

    default String encoded() {
        String text = switch (this) {
            case AfterName(String name) -> "n" + name;
            case BelowId(UUID id) -> "i" + id;
            case BelowNumber(long number) -> "b" + number;
            case At(String sort, String key, UUID id) -> "s" + sort + " " + id + key;
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

    static @Nullable BelowNumber belowNumber(@Nullable String encoded) {
        return switch (decode(encoded)) {
            case null -> null;
            case BelowNumber number -> number;
            case Cursor other -> throw invalid();
        };
    }

    /// Reads a cursor of a list in an order.
    ///
    /// @param sort the order
    static @Nullable At at(@Nullable String encoded, String sort) {
        return switch (decode(encoded)) {
            case null -> null;
            case At at when at.sort().equals(sort) -> at;
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
                case 'b' -> new BelowNumber(Long.parseLong(key));
                case 's' -> {
                    int end = key.indexOf(' ');
                    String rest = key.substring(end + 1);
                    yield new At(key.substring(0, end), rest.substring(36), UUID.fromString(rest.substring(0, 36)));
                }
                default -> throw invalid();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw invalid();
        }
    }

    static InvalidRequest invalid() {
        return new InvalidRequest(
                "cursor-invalid",
                "The cursor is not one of this list in this order. Pass nextCursor of the page before unchanged, with the"
                        + " same sort, or leave it out.");
    }
}
