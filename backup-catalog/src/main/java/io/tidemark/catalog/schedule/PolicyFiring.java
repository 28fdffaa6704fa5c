package io.tidemark.catalog.schedule;

import io.tidemark.catalog.PolicyId;
import java.time.Instant;

/// What happens when a schedule of a policy fires in a pool.
@FunctionalInterface
public interface PolicyFiring {
    /// Queues what the policy wants done.
    ///
    /// @param pool         the pool whose machines are meant
    /// @param scheduledFor the fire time of the schedule; the same one may come twice and has an effect once
    void fire(PolicyTask task, PolicyId policy, String pool, Instant scheduledFor);
}
