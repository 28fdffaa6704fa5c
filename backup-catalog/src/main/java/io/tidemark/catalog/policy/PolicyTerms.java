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
/// @param selection of the machines it covers
/// @param objective how old the newest point of each machine in the repository may be, in whole seconds; null
///                  where nobody says
/// @param upkeep    of its repository
/// @param caps      what its runs may ask of the store
public record PolicyTerms(
        String name,
        RepositoryEntryId repository,
        Selection selection,
        BackupTerms backups,
        @Nullable Duration objective,
        UpkeepTerms upkeep,
        StoreCaps caps,
        boolean enabled) {
    private static final Duration SHORTEST_OBJECTIVE = Duration.ofMinutes(1);
    private static final Duration LONGEST_OBJECTIVE = Duration.ofDays(366);

    /// @throws InvalidRequest `objective-invalid`
    public PolicyTerms {
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
                new Selection(machines, Labels.NONE),
                new BackupTerms(schedule, StartTerms.AT_ONCE, mode, RetryTerms.NEVER),
                null,
                UpkeepTerms.NONE,
                StoreCaps.NONE,
                enabled);
    }

    /// The same, but nothing of it fires.
    public PolicyTerms disabled() {
        return new PolicyTerms(name, repository, selection, backups, objective, upkeep, caps, false);
    }

    /// The same for machines that have all these labels, on top of those that are named.
    public PolicyTerms selecting(Labels labels) {
        Selection wider = new Selection(selection.machines(), labels);
        return new PolicyTerms(name, repository, wider, backups, objective, upkeep, caps, enabled);
    }

    /// The same with an objective.
    public PolicyTerms within(@Nullable Duration age) {
        return new PolicyTerms(name, repository, selection, backups, age, upkeep, caps, enabled);
    }

    /// The same with rules of what to keep.
    public PolicyTerms keeping(RetentionTerms rules) {
        return tending(new UpkeepTerms(rules, upkeep.verification(), upkeep.collection()));
    }

    /// The same with schedules for its repository.
    public PolicyTerms tending(@Nullable Verification verification, @Nullable CronSchedule collection) {
        return tending(new UpkeepTerms(upkeep.retention(), verification, collection));
    }

    /// The same with other times of the backups' beginning.
    public PolicyTerms beginning(StartTerms times) {
        return backing(new BackupTerms(backups.schedule(), times, backups.mode(), backups.retry()));
    }

    /// The same with retries of what failed.
    public PolicyTerms retrying(RetryTerms retries) {
        return backing(new BackupTerms(backups.schedule(), backups.start(), backups.mode(), retries));
    }

    /// The same with limits of what its runs may ask of the store.
    public PolicyTerms capped(StoreCaps limits) {
        return new PolicyTerms(name, repository, selection, backups, objective, upkeep, limits, enabled);
    }

    private PolicyTerms tending(UpkeepTerms other) {
        return new PolicyTerms(name, repository, selection, backups, objective, other, caps, enabled);
    }

    private PolicyTerms backing(BackupTerms other) {
        return new PolicyTerms(name, repository, selection, other, objective, upkeep, caps, enabled);
    }
}
