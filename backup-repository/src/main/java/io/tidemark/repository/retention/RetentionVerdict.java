package io.tidemark.repository.retention;

import io.tidemark.repository.point.Point;
import java.util.List;
import java.util.Locale;

/// What the rules say about a point.
///
/// @param reasons  everything that keeps it; none if nothing does
public record RetentionVerdict(Point point, List<Reason> reasons) {

    /// What can keep a point.
    public enum Rule {
        LAST,
        HOURLY,
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY,
        WITHIN,
        /// Somebody has protected it.
        PINNED,
        /// It is the newest point of its machine, or the newest of which nothing is known to be lost.
        NEWEST,
        /// Its date lies in the future: some clock is wrong, and no rule can tell what the point is worth.
        FUTURE,
        /// A collection is under way, or has died, whose verdict may leave it out: it is not counted either.
        UNSETTLED,
        /// No rule keeps it, but its manifest is locked and cannot be deleted yet.
        LOCKED,
        /// No rule keeps it, but the store refused to delete its manifest, for want of a right.
        REFUSED;

        /// The name in reports: lower case.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One reason to keep a point.
    ///
    /// @param detail  for people: "2 of 3", "2026-W47"; may be empty
    public record Reason(Rule rule, String detail) {}

    public RetentionVerdict {
        reasons = List.copyOf(reasons);
    }

    /// Whether the point stays.
    public boolean keep() {
        return !reasons.isEmpty();
    }
}
