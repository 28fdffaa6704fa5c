package io.tidemark.api.notification;

import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.LabelKey;
import io.tidemark.api.name.Name;
import io.tidemark.api.problem.FieldsException;
import io.tidemark.catalog.notification.NotifiedOutcome;
import io.tidemark.catalog.notification.RuleTerms;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.schedule.CronSchedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is told, and where; the body of both POST and PUT. It is about runs, or has a digest: one of both.
///
/// @param channel  id of the channel that is told
/// @param runs  of which runs it tells
/// @param digest  when it tells which machines are out of objective
/// @param enabled  true when absent
@Audited
record RuleDefinition(
        @NotNull @Name String name,
        @NotNull UUID channel,
        @Nullable @Valid RunSelection runs,
        @Nullable @Valid DigestSchedule digest,
        @Nullable Boolean enabled) {

    /// Which runs are told. What is absent does not matter.
    ///
    /// @param outcomes  how they ended; `recovered` is done, after the one before of its kind and machine was not
    /// @param kinds  all when absent or empty
    /// @param machine  id of the only machine
    /// @param policy  id of the only policy that started them
    /// @param label  what the machine must have
    record RunSelection(
            @NotNull @Size(min = 1, max = 10) List<@NotNull NotifiedOutcome> outcomes,
            @Nullable @Size(max = 20) List<@NotNull RunKind> kinds,
            @Nullable UUID machine,
            @Nullable UUID policy,
            @Nullable @Valid MachineLabel label) {}

    /// A label of a machine.
    record MachineLabel(
            @NotNull @LabelKey String key, @NotNull @Name String value) {}

    /// When a digest is sent.
    ///
    /// @param cron  Quartz cron expression
    /// @param timeZone  IANA name such as `Europe/Vienna`
    record DigestSchedule(
            @NotBlank @Size(max = 120) String cron,
            @NotBlank @Size(max = 80) String timeZone) {}

    /// @throws FieldsException unless it is about runs or has a digest
    /// @throws io.tidemark.catalog.InvalidRequest when the schedule is none or never fires after `now`
    RuleTerms terms(Instant now) {
        if ((runs == null) == (digest == null)) {
            throw new FieldsException("runs", "must be given, or else digest: one of both");
        }
        return new RuleTerms(
                name,
                channel,
                Objects.requireNonNullElse(enabled, true),
                runs == null
                        ? null
                        : new RuleTerms.Runs(
                                runs.outcomes(),
                                Objects.requireNonNullElse(runs.kinds(), List.of()),
                                runs.machine(),
                                runs.policy(),
                                runs.label() == null
                                        ? null
                                        : new RuleTerms.Label(
                                                runs.label().key(), runs.label().value())),
                digest == null ? null : CronSchedule.parse(digest.cron(), digest.timeZone(), now));
    }

    static RuleDefinition.@Nullable RunSelection of(RuleTerms.@Nullable Runs runs) {
        return runs == null
                ? null
                : new RunSelection(
                        runs.outcomes(),
                        runs.kinds(),
                        runs.machine(),
                        runs.policy(),
                        runs.label() == null
                                ? null
                                : new MachineLabel(
                                        runs.label().key(), runs.label().value()));
    }

    static RuleDefinition.@Nullable DigestSchedule of(@Nullable CronSchedule schedule) {
        return schedule == null
                ? null
                : new DigestSchedule(schedule.expression(), schedule.zone().getId());
    }
}
