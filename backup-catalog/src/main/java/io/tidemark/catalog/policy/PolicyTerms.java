package io.tidemark.catalog.policy;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import java.util.Set;

/// Everything about a policy that its owner decides.
public record PolicyTerms(
        String name,
        RepositoryEntryId repository,
        CronSchedule schedule,
        RequestedMode mode,
        Set<MachineId> machines,
        boolean enabled) {
    public PolicyTerms {
        machines = Set.copyOf(machines);
    }
}
