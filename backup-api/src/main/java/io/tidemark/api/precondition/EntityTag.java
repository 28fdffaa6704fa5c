package io.tidemark.api.precondition;

import io.tidemark.api.problem.FieldsException;
import io.tidemark.api.problem.ProblemType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The entity tag (RFC 9110, section 8.8.3) of a thing that can be changed: its version in quotes.
public final class EntityTag {
    private static final Pattern STRONG = Pattern.compile("\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private EntityTag() {}

    /// The tag of a version.
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /// The version an `If-Match` asks for; null for `*`, which any version matches.
    ///
    /// @param thing what the tag came with, for people: `policy`
    public static @Nullable Long expected(String ifMatch, String thing) {
        if (ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher tag = STRONG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw new FieldsException("If-Match", "must be the ETag that came with the " + thing + ", or *");
        }
        if (!VERSION.matcher(tag.group(1)).matches()) {
            throw ProblemType.PRECONDITION_FAILED.because("No version of the " + thing + " had this ETag. Read the "
                    + thing + " again and repeat the change.");
        }
        return Long.valueOf(tag.group(1));
    }
}
