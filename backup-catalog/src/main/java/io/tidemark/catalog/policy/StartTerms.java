package io.tidemark.catalog.policy;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.schedule.MissedRun;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When the backups of a policy begin after its schedule has fired. All times of day are those of the policy's zone.
///
/// @param jitterSeconds each machine begins at a random moment up to so much later, at most a day
/// @param missed        what becomes of fire times at which no worker was there
/// @param windowFrom    backups begin from this time of day on; null for at any time
/// @param windowTo      and before this one, of the next day where it is the earlier of both; null with `windowFrom`
@Embeddable
public record StartTerms(
        int jitterSeconds,
        @Enumerated(EnumType.STRING) MissedRun missed,
        @Nullable LocalTime windowFrom,
        @Nullable LocalTime windowTo) {
    /// As soon as the schedule fires.
    public static final StartTerms AT_ONCE = new StartTerms(0, MissedRun.ONCE, null, null);

    /// @throws InvalidRequest `window-invalid` for a window without a beginning, an end or a length
    public StartTerms {
        if ((windowFrom == null) != (windowTo == null) || (windowFrom != null && windowFrom.equals(windowTo))) {
            throw new InvalidRequest(
                    "window-invalid",
                    "A window is from one time of day to another, found from " + windowFrom + " to " + windowTo
                            + ". Leave it away to begin at any time.");
        }
    }

    /// When a backup begins for which the schedule fired: at once, later by the jitter, or when the window opens.
    ///
    /// @param random draws the jitter
    Instant begin(Instant fired, ZoneId zone, RandomGenerator random) {
        Instant opening = opening(fired, zone);
        Instant late = opening.plusSeconds(jitterSeconds == 0 ? 0 : random.nextLong(jitterSeconds + 1L));
        return opening(late, zone).equals(late) ? late : opening;
    }

    /// The first instant from `at` on that lies in the window: `at` itself while it is open.
    public Instant opening(Instant at, ZoneId zone) {
        if (windowFrom == null || windowTo == null) {
            return at;
        }
        ZonedDateTime local = at.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean begun = !time.isBefore(windowFrom);
        boolean ended = !time.isBefore(windowTo);
        boolean overnight = windowTo.isBefore(windowFrom);
        if (overnight ? begun || !ended : begun && !ended) {
            return at;
        }
        return local.toLocalDate()
                .plusDays(begun ? 1 : 0)
                .atTime(windowFrom)
                .atZone(zone)
                .toInstant();
    }
}
