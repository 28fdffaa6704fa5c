package io.tidemark.api.policy;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.policy.RetentionTerms;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which points of a machine stay once a newer one is made: those that any rule keeps. At least one rule is there.
///
/// @param keepLast  the newest so many
/// @param keepHourly  the newest of each of the last so many hours that have one
/// @param keepDaily  the same for days
/// @param keepWeekly  for weeks, which start on Monday
/// @param keepMonthly  for months
/// @param keepYearly  for years
/// @param keepWithin  everything not older than this before the newest point: `1y6m2w10d12h` or parts of it
record RetentionRules(
        @Nullable @Min(0) @Max(100_000) Integer keepLast,
        @Nullable @Min(0) @Max(100_000) Integer keepHourly,
        @Nullable @Min(0) @Max(100_000) Integer keepDaily,
        @Nullable @Min(0) @Max(100_000) Integer keepWeekly,
        @Nullable @Min(0) @Max(100_000) Integer keepMonthly,
        @Nullable @Min(0) @Max(100_000) Integer keepYearly,

        @Nullable
        @Size(max = 40)
        @Pattern(
                regexp = "(?=.*[1-9])(\\d{1,4}y)?(\\d{1,4}m)?(\\d{1,4}w)?(\\d{1,6}d)?(\\d{1,6}h)?",
                message = "must be a span such as 30d or 1y6m2w10d12h")
        String keepWithin) {

    /// The rules; null where everything is kept.
    static @Nullable RetentionRules of(RetentionTerms terms) {
        return terms.keepsAll()
                ? null
                : new RetentionRules(
                        terms.keepLast(),
                        terms.keepHourly(),
                        terms.keepDaily(),
                        terms.keepWeekly(),
                        terms.keepMonthly(),
                        terms.keepYearly(),
                        terms.keepWithin());
    }

    /// @throws InvalidRequest `retention-empty` when no rule keeps anything
    RetentionTerms terms() {
        RetentionTerms terms = new RetentionTerms(
                number(keepLast),
                number(keepHourly),
                number(keepDaily),
                number(keepWeekly),
                number(keepMonthly),
                number(keepYearly),
                keepWithin);
        if (terms.keepsAll()) {
            throw new InvalidRequest(
                    "retention-empty",
                    "These rules keep nothing. Give at least one of keepLast, keepHourly, keepDaily, keepWeekly,"
                            + " keepMonthly, keepYearly and keepWithin, or leave retention away to keep everything.");
        }
        return terms;
    }

    private static int number(@Nullable Integer rule) {
        return Objects.requireNonNullElse(rule, 0);
    }
}
