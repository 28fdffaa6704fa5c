package io.tidemark.repository.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /// A point's manifest, which is the point.
    private static final Pattern MANIFEST = Pattern.compile("points/([0-9a-f-]{36})");

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
                        + wayOut(key),
                cause);
        this.key = key;
        this.offset = offset;
    }

    private static String wayOut(String key) {
        Matcher manifest = MANIFEST.matcher(key);
        if (manifest.matches()) {
            return " Other points are unaffected. If this one cannot be put back from a copy, `tidemark points delete"
                    + " --damaged " + manifest.group(1) + "` deletes it.";
        }
        return key.startsWith(INDEX) ? REBUILD : AFFECTED;
    }

    public String key() {
        return key;
    }

    public long offset() {
        return offset;
    }
}
