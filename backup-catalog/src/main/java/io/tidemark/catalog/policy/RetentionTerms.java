package io.tidemark.catalog.policy;

import io.tidemark.catalog.InvalidRequest;
import jakarta.persistence.Embeddable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which points of a machine are kept once a newer one is made: those that any rule keeps.
///
/// @param keepLast    the newest so many
/// @param keepHourly  the newest of each of the last so many hours that have one
/// @param keepDaily   the same for days
/// @param keepWeekly  for weeks, which start on Monday
/// @param keepMonthly for months
/// @param keepYearly  for years
/// @param keepWithin  everything not older than this before the newest, as `1y6m2w10d12h`; null for no such rule
@Embeddable
public record RetentionTerms(
        int keepLast,
        int keepHourly,
        int keepDaily,
        int keepWeekly,
        int keepMonthly,
        int keepYearly,
        @Nullable String keepWithin) {
    /// No rule at all: nothing is ever deleted.
    public static final RetentionTerms KEEP_ALL = new RetentionTerms(0, 0, 0, 0, 0, 0, null);

    /// The spans that the repository reads: years, months, weeks, days and hours, and not nothing of all.
    private static final Pattern SPAN =
            Pattern.compile("(?=.*[1-9])(\\d{1,4}y)?(\\d{1,4}m)?(\\d{1,4}w)?(\\d{1,6}d)?(\\d{1,6}h)?");

    /// @throws InvalidRequest `retention-invalid` for a negative number, or a span that is none
    public RetentionTerms {
        if (keepLast < 0 || keepHourly < 0 || keepDaily < 0 || keepWeekly < 0 || keepMonthly < 0 || keepYearly < 0) {
            throw new InvalidRequest("retention-invalid", "A number of points to keep is not negative.");
        }
        if (keepWithin != null && !SPAN.matcher(keepWithin).matches()) {
            throw new InvalidRequest(
                    "retention-invalid",
                    "keepWithin is a span such as 1y6m2w10d12h (years, months, weeks, days, hours), found \""
                            + keepWithin + "\".");
        }
    }

    /// Whether nothing is ever deleted.
    public boolean keepsAll() {
        return equals(KEEP_ALL);
    }
}
