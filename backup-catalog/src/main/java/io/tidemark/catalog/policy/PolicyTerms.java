package io.tidemark.catalog.policy;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything about a policy that its owner decides.
///
/// @param schedule     of the backups; its time zone is that of everything in the policy
/// @param machines     covered by name
/// @param labels       machines that have all of these are covered, too; none where there is no label
/// @param objective    how old the newest point of each machine in the repository may be, in whole seconds; null
///                     where nobody says
/// @param verification of its repository; null for never
/// @param collection   when what nothing in its repository needs is deleted; null for never
public record PolicyTerms(
        String name,
        RepositoryEntryId repository,
        CronSchedule schedule,
        StartTerms start,
        RequestedMode mode,
        Set<MachineId> machines,
        Labels labels,
        @Nullable Duration objective,
        RetentionTerms retention,
        RetryTerms retry,
        StoreCaps caps,
        @Nullable Verification verification,
        @Nullable CronSchedule collection,
        boolean enabled) {
    private static final Duration SHORTEST_OBJECTIVE = Duration.ofMinutes(1);
    private static final Duration LONGEST_OBJECTIVE = Duration.ofDays(366);

    /// @throws InvalidRequest `objective-invalid`
    public PolicyTerms {
        machines = Set.copyOf(machines);
        if (objective != null
                && (objective.compareTo(SHORTEST_OBJECTIVE) < 0 || objective.compareTo(LONGEST_OBJECTIVE) > 0)) {
            throw new InvalidRequest(
                    "objective-invalid", "An objective is one minute to 366 days, found " + objective + ".");
        }
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
                Labels.NONE,
                null,
                RetentionTerms.KEEP_ALL,
                RetryTerms.NEVER,
                StoreCaps.NONE,
                null,
                null,
                enabled);
    }

    /// The same, but nothing of it fires.
    public PolicyTerms disabled() {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                labels,
                objective,
                retention,
                retry,
                caps,
                verification,
                collection,
                false);
    }

    /// The same for machines that have all these labels, on top of those that are named.
    public PolicyTerms selecting(Labels selector) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                selector,
                objective,
                retention,
                retry,
                caps,
                verification,
                collection,
                enabled);
    }

    /// The same with an objective.
    public PolicyTerms within(@Nullable Duration age) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                labels,
                age,
                retention,
                retry,
                caps,
                verification,
                collection,
                enabled);
    }

    /// The same with rules of what to keep.
    public PolicyTerms keeping(RetentionTerms rules) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                labels,
                objective,
                rules,
                retry,
                caps,
                verification,
                collection,
                enabled);
    }

    /// The same with other times of the backups' beginning.
    public PolicyTerms beginning(StartTerms times) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                times,
                mode,
                machines,
                labels,
                objective,
                retention,
                retry,
                caps,
                verification,
                collection,
                enabled);
    }

    /// The same with schedules for its repository.
    public PolicyTerms tending(@Nullable Verification verifying, @Nullable CronSchedule collecting) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                labels,
                objective,
                retention,
                retry,
                caps,
                verifying,
                collecting,
                enabled);
    }

    /// The same with retries of what failed.
    public PolicyTerms retrying(RetryTerms retries) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                labels,
                objective,
                retention,
                retries,
                caps,
                verification,
                collection,
                enabled);
    }

    /// The same with limits of what its runs may ask of the store.
    public PolicyTerms capped(StoreCaps limits) {
        return new PolicyTerms(
                name,
                repository,
                schedule,
                start,
                mode,
                machines,
                labels,
                objective,
                retention,
                retry,
                limits,
                verification,
                collection,
                enabled);
    }
}
