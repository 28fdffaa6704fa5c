package io.tidemark.catalog.policy;

import io.tidemark.catalog.RequestedMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A policy as screens show it.
///
/// @param nextFireTimes at most five, ascending; empty while the policy is disabled
/// @param version       its entity tag
public record PolicyView(
        UUID id,
        String name,
        Named repository,
        String cron,
        String timeZone,
        RequestedMode mode,
        List<Named> machines,
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
