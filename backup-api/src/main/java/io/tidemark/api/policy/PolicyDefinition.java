package io.tidemark.api.policy;

import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.LabelKey;
import io.tidemark.api.name.Name;
import io.tidemark.api.problem.FieldsException;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.policy.BackupTerms;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.RetentionTerms;
import io.tidemark.catalog.policy.RetryTerms;
import io.tidemark.catalog.policy.Selection;
import io.tidemark.catalog.policy.StartTerms;
import io.tidemark.catalog.policy.StoreCaps;
import io.tidemark.catalog.policy.UpkeepTerms;
import io.tidemark.catalog.policy.Verification;
import io.tidemark.catalog.schedule.CronSchedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a policy says; the body of both POST and PUT.
///
/// @param cron  Quartz cron expression: seconds minutes hours day-of-month month day-of-week, and optionally year
/// @param timeZone  IANA name such as `Europe/Vienna`
/// @param mode  `auto` when absent
/// @param machines  ids of the machines it covers by name; may be left out where labels are given
/// @param labels  machines that have all of these are covered, too; none when absent
/// @param objectiveSeconds  how old the newest point of each of its machines in its repository may be; null for no
/// objective
/// @param start  when the backups begin; as soon as the schedule fires when absent
/// @param retention  which points of its machines stay in its repository; all of them when absent
/// @param retry  how often what it started is tried again after a failure that may pass; never when absent
/// @param limits  what its runs may ask of the store; no limits when absent
/// @param verification  when its repository is verified; never when absent
/// @param collection  when its repository is collected; never when absent
/// @param enabled  true when absent
@Audited
record PolicyDefinition(
        @NotNull @Name String name,
        @NotNull UUID repository,
        @NotBlank @Size(max = 120) String cron,
        @NotBlank @Size(max = 80) String timeZone,
        @Nullable RequestedMode mode,
        @Nullable @Size(max = 10_000) List<@NotNull UUID> machines,
        @Nullable @Size(max = Labels.MAXIMUM) Map<@LabelKey String, @NotNull @Name String> labels,
        @Nullable @Min(60) @Max(31_622_400) Long objectiveSeconds,
        @Nullable @Valid StartRules start,
        @Nullable @Valid RetentionRules retention,
        @Nullable @Valid RetryRules retry,
        @Nullable @Valid PolicyLimits limits,
        @Nullable @Valid VerificationSchedule verification,
        @Nullable @Valid CollectionSchedule collection,
        @Nullable Boolean enabled) {

    /// @throws io.tidemark.catalog.InvalidRequest when a schedule is none or never fires after `now`, and for
    ///     rules that keep nothing
    PolicyTerms terms(Instant now) {
        if (machines == null && (labels == null || labels.isEmpty())) {
            throw new FieldsException(
                    "machines",
                    "must be given where no labels are: ids of machines, or [] for a policy that covers none for now");
        }
        return new PolicyTerms(
                name,
                new RepositoryEntryId(repository),
                selection(),
                new BackupTerms(
                        schedule(cron, now),
                        start == null ? StartTerms.AT_ONCE : start.terms(),
                        Objects.requireNonNullElse(mode, RequestedMode.AUTO),
                        retry == null ? RetryTerms.NEVER : retry.terms()),
                objectiveSeconds == null ? null : Duration.ofSeconds(objectiveSeconds),
                upkeep(now),
                limits == null ? StoreCaps.NONE : limits.caps(),
                Objects.requireNonNullElse(enabled, true));
    }

    private Selection selection() {
        return new Selection(
                machines == null
                        ? Set.of()
                        : machines.stream().map(MachineId::new).collect(Collectors.toUnmodifiableSet()),
                labels == null ? Labels.NONE : Labels.of(labels));
    }

    private UpkeepTerms upkeep(Instant now) {
        return new UpkeepTerms(
                retention == null ? RetentionTerms.KEEP_ALL : retention.terms(),
                verification == null
                        ? null
                        : new Verification(
                                schedule(verification.cron(), now),
                                Objects.requireNonNullElse(verification.samplePercent(), 100)),
                collection == null ? null : schedule(collection.cron(), now));
    }

    private CronSchedule schedule(String expression, Instant now) {
        return CronSchedule.parse(expression, timeZone, now);
    }
}
