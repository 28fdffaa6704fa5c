package io.tidemark.repository.retention;

import org.jspecify.annotations.Nullable;

/// Which points to keep: a point stays when any of the rules keeps it. At least one rule is there, so that no
/// mistake in writing them down deletes everything.
///
/// @param last  the newest so many points
/// @param hourly  the newest point of each of the last so many hours that have one
/// @param daily  the same for days
/// @param weekly  for weeks, which start on Monday (ISO 8601)
/// @param monthly  for months
/// @param yearly  for years
/// @param within  everything that is not older than this before the newest point, or null
public record RetentionRules(
        int last,
        int hourly,
        int daily,
        int weekly,
        int monthly,
        int yearly,
        @Nullable RetentionSpan within) {

    public RetentionRules {
        if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
            throw new IllegalArgumentException("A number of points to keep is not negative");
        }
        if (last == 0 && hourly == 0 && daily == 0 && weekly == 0 && monthly == 0 && yearly == 0 && within == null) {
            throw new IllegalArgumentException("No rule keeps anything: give at least one of keep-last, keep-hourly,"
                    + " keep-daily, keep-weekly, keep-monthly, keep-yearly and keep-within");
        }
    }
}
