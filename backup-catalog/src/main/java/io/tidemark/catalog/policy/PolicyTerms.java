package io.tidemark.catalog.policy;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything about a policy that its owner decides.
///
/// @param schedule     of the backups; its time zone is that of everything in the policy
/// @param verification of its repository; null for never
/// @param collection   when what nothing in its repository needs is deleted; null for never
public record PolicyTerms(
        String name,
        RepositoryEntryId repository,
        CronSchedule schedule,
        StartTerms start,
        RequestedMode mode,
        Set<MachineId> machines,
        RetentionTerms retention,
        @Nullable Verification verification,
        @Nullable CronSchedule collection,
        boolean enabled) {
    public PolicyTerms {
        machines = Set.copyOf(machines);
    }

    /// Backups alone, each as soon as the schedule fires.
    public static PolicyTerms backups(
            String name,
            RepositoryEntryId repository,
            CronSchedule schedule,
            RequestedMode mode,
            Set<MachineId> machines,
            boolean enabled) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                StartTerms.AT_ONCE,
                mode,
                machines,
                RetentionTerms.KEEP_ALL,
                null,
                null,
                enabled);
    }

    /// The same with rules of what to keep.
    public PolicyTerms keeping(RetentionTerms rules) {
        return new PolicyTerms(
                name, repository, schedule, start, mode, machines, rules, verification, collection, enabled);
    }

    /// The same with other times of the backups' beginning.
    public PolicyTerms beginning(StartTerms times) {
        return new PolicyTerms(
                name, repository, schedule, times, mode, machines, retention, verification, collection, enabled);
    }

    /// The same with schedules for its repository.
    public PolicyTerms tending(@Nullable Verification verifying, @Nullable CronSchedule collecting) {
        return new PolicyTerms(
                name, repository, schedule, start, mode, machines, retention, verifying, collecting, enabled);
    }
}
