package io.tidemark.repository.error;

import org.jspecify.annotations.Nullable;

/// An object of the repository does not hold what it must hold, or is missing where another one refers to it.
public final class ObjectCorruptException extends RepositoryException {

    public static final String CODE = "object-corrupt";

    private static final String AFFECTED =
            " Points that do not need this object are unaffected; `tidemark verify` lists those that do.";

    /// Where index segments lie: nothing is in them that packs do not tell.
    private static final String INDEX = "index/";

    private static final String REBUILD =
            " The packs tell what was there: `tidemark repository rebuild-index` makes the"
                    + " index anew from them; then try again.";

    private final String key;
    private final long offset;

    /// Tells what happened.
    ///
    /// @param key  the object's key in the store
    /// @param offset  where in the object, in bytes from its start
    /// @param expected  what must be there, as the end of "expected ..."
    /// @param found  what is there
    public ObjectCorruptException(String key, long offset, String expected, String found) {
        this(key, offset, expected, found, null);
    }

    public ObjectCorruptException(String key, long offset, String expected, String found, @Nullable Throwable cause) {
        super(
                CODE,
                "Object " + key + " at byte " + offset + ": expected " + expected + ", found " + found + "."
                        + (key.startsWith(INDEX) ? REBUILD : AFFECTED),
                cause);
        this.key = key;
        this.offset = offset;
    }

    public String key() {
        return key;
    }

    public long offset() {
        return offset;
    }
}
