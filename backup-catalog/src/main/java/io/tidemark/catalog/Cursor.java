package io.tidemark.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A place in a list: behind the item with a value of what the list is ordered by. Callers treat the encoded form as
/// opaque; another list, and the same one in another order, refuse it with `cursor-invalid`.
///
/// @param list what the list is called
/// @param sort the order
/// @param tie  what tells the item from all others, as text
/// @param key  the value that the list is ordered by, as text; empty where it is ordered by the tie
record Cursor(String list, String sort, String tie, String key) {

    String encoded() {
        String text = list + " " + sort + " " + tie.length() + " " + tie + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// Reads a cursor of a list in an order.
    ///
    /// @param list what the list is called
    /// @param sort the order
    /// @throws InvalidRequest `cursor-invalid`
    static @Nullable Cursor decode(@Nullable String encoded, String list, String sort) {
        if (encoded == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), UTF_8);
            int order = text.indexOf(' ') + 1;
            int length = text.indexOf(' ', order) + 1;
            int tie = text.indexOf(' ', length) + 1;
            int key = Math.addExact(tie, Integer.parseUnsignedInt(text, length, tie - 1, 10));
            Cursor cursor = new Cursor(
                    text.substring(0, order - 1),
                    text.substring(order, length - 1),
                    text.substring(tie, key),
                    text.substring(key));
            if (!cursor.list().equals(list) || !cursor.sort().equals(sort) || text.indexOf('\0') >= 0) {
                throw invalid();
            }
            return cursor;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException malformed) {
            throw invalid();
        }
    }

    static InvalidRequest invalid() {
        return new InvalidRequest(
                "cursor-invalid",
                "The cursor is not one of this list in this order. Pass nextCursor of the page before unchanged, to the"
                        + " same list with the same sort, or leave it out.");
    }
}
