package io.tidemark.api.policy;

import io.tidemark.api.name.Name;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.schedule.CronSchedule;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a policy says; the body of both POST and PUT.
///
/// @param cron  Quartz cron expression: seconds minutes hours day-of-month month day-of-week, and optionally year
/// @param timeZone  IANA name such as `Europe/Vienna`
/// @param mode  `auto` when absent
/// @param machines  ids of the machines it backs up
/// @param enabled  true when absent
record PolicyDefinition(
        @NotNull @Name String name,
        @NotNull UUID repository,
        @NotBlank @Size(max = 120) String cron,
        @NotBlank @Size(max = 80) String timeZone,
        @Nullable RequestedMode mode,
        @NotNull @Size(max = 10_000) List<@NotNull UUID> machines,
        @Nullable Boolean enabled) {

    /// @throws io.tidemark.catalog.InvalidRequest when the schedule is none, or never fires after `now`
    PolicyTerms terms(Instant now) {
        return new PolicyTerms(
                name,
                new RepositoryEntryId(repository),
                CronSchedule.parse(cron, timeZone, now),
                Objects.requireNonNullElse(mode, RequestedMode.AUTO),
                machines.stream().map(MachineId::new).collect(Collectors.toUnmodifiableSet()),
                Objects.requireNonNullElse(enabled, true));
    }
}
