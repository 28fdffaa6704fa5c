package io.tidemark.catalog.policy;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A policy as screens show it.
///
/// @param machines      those that it names
/// @param labels        machines that have all of these are covered, too
/// @param objective     how old the newest point of each machine in the repository may be; null where nobody says
/// @param verification  of its repository; null for never
/// @param collection    of its repository; null for never
/// @param nextFireTimes at most five, ascending; empty while the policy is disabled
/// @param version       its entity tag
public record PolicyView(
        UUID id,
        String name,
        Named repository,
        String cron,
        String timeZone,
        StartTerms start,
        RequestedMode mode,
        List<Named> machines,
        Labels labels,
        @Nullable Duration objective,
        RetentionTerms retention,
        RetryTerms retry,
        StoreCaps caps,
        @Nullable Verification verification,
        @Nullable CronSchedule collection,
        boolean enabled,
        Instant createdAt,
        List<Instant> nextFireTimes,
        long version) {
    public PolicyView {
        machines = List.copyOf(machines);
        nextFireTimes = List.copyOf(nextFireTimes);
    }

    /// A thing and its name.
    public record Named(UUID id, String name) {}
}
