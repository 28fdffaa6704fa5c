package io.tidemark.api.policy;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.policy.PolicyView.Named;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A policy and when it fires next.
///
/// @param repository  where it backs up to
/// @param machines  what it backs up
/// @param nextFireTimes  the next five, fewer when it fires less often; empty while disabled
record PolicyView(
        UUID id,
        String name,
        Reference repository,
        String cron,
        String timeZone,
        RequestedMode mode,
        List<Reference> machines,
        boolean enabled,
        Instant createdAt,
        List<Instant> nextFireTimes) {

    PolicyView {
        machines = List.copyOf(machines);
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
                policy.enabled(),
                policy.createdAt(),
                policy.nextFireTimes());
    }

    private static Reference reference(Named named) {
        return new Reference(named.id(), named.name());
    }
}
