package io.tidemark.api.policy;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.policy.PolicyView.Named;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A policy and when it fires next.
///
/// @param repository  where it backs up to
/// @param machines  what it covers by name
/// @param labels  machines that have all of these are covered, too
/// @param objectiveSeconds  how old the newest point of each of its machines in its repository may be; null for no
/// objective
/// @param start  when its backups begin after the schedule has fired
/// @param retention  which points of its machines stay in its repository; null for all of them
/// @param retry  how often what it started is tried again after a failure that may pass; null for never
/// @param limits  what its runs may ask of the store; null for no limits
/// @param verification  when its repository is verified; null for never
/// @param collection  when its repository is collected; null for never
/// @param nextFireTimes  the next five, fewer when it fires less often; empty while disabled
record PolicyView(
        UUID id,
        String name,
        Reference repository,
        String cron,
        String timeZone,
        RequestedMode mode,
        List<Reference> machines,
        Map<String, String> labels,
        @Nullable Long objectiveSeconds,
        StartRules start,
        @Nullable RetentionRules retention,
        @Nullable RetryRules retry,
        @Nullable PolicyLimits limits,
        @Nullable VerificationSchedule verification,
        @Nullable CollectionSchedule collection,
        boolean enabled,
        Instant createdAt,
        List<Instant> nextFireTimes) {

    PolicyView {
        machines = List.copyOf(machines);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        nextFireTimes = List.copyOf(nextFireTimes);
    }

    static PolicyView of(io.tidemark.catalog.policy.PolicyView policy) {
        return new PolicyView(
                policy.id(),
                policy.name(),
                reference(policy.repository()),
                policy.cron(),
                policy.timeZone(),
                policy.mode(),
                policy.machines().stream().map(PolicyView::reference).toList(),
                policy.labels().values(),
                policy.objective() == null ? null : policy.objective().toSeconds(),
                StartRules.of(policy.start()),
                RetentionRules.of(policy.retention()),
                RetryRules.of(policy.retry()),
                PolicyLimits.of(policy.caps()),
                VerificationSchedule.of(policy.verification()),
                CollectionSchedule.of(policy.collection()),
                policy.enabled(),
                policy.createdAt(),
                policy.nextFireTimes());
    }

    private static Reference reference(Named named) {
        return new Reference(named.id(), named.name());
    }
}
