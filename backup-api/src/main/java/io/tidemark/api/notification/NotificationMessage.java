package io.tidemark.api.notification;

import io.tidemark.catalog.machine.OutOfObjective.LateMachine;
import io.tidemark.catalog.notification.EndedRun;
import io.tidemark.catalog.notification.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a webhook receives. Fields may be added; those that are there keep their meaning.
///
/// @param id      of the delivery, as in `Tidemark-Delivery`: the same each time it is sent
/// @param event   `run`, `digest` or `test`
/// @param summary one line for people
/// @param rule    the name of the rule that told; null for a test
/// @param outcome for a run, as the rule chose it
/// @param url     of the run in the dashboard, where its address is configured
/// @param late    for a digest: machines out of objective, by name
record NotificationMessage(
        UUID id,
        String event,
        String summary,
        @Nullable String rule,
        @Nullable String outcome,
        @Nullable Run run,
        @Nullable String url,
        @Nullable List<Late> late) {

    /// A run that ended.
    record Run(
            UUID id,
            String kind,
            String state,
            @Nullable Thing machine,
            Map<String, String> labels,
            Thing repository,
            @Nullable Thing policy,
            @Nullable String worker,
            @Nullable UUID point,
            @Nullable Instant startedAt,
            Instant finishedAt,
            @Nullable Problem error) {}

    /// What a run was about.
    ///
    /// @param id null when the server no longer knows it
    record Thing(@Nullable UUID id, String name) {}

    /// Why a run failed.
    record Problem(String code, String message) {}

    /// A machine out of objective.
    ///
    /// @param newestPoint null where there is none
    record Late(
            UUID id,
            String name,
            Map<String, String> labels,
            long objectiveSeconds,
            @Nullable Instant newestPoint) {}

    static NotificationMessage of(Notice notice, String summary, @Nullable String url) {
        return switch (notice) {
            case Notice.Run told ->
                new NotificationMessage(
                        told.id(),
                        notice.event(),
                        summary,
                        told.rule(),
                        told.outcome().word(),
                        of(told.run()),
                        url,
                        null);
            case Notice.Digest digest ->
                new NotificationMessage(
                        digest.id(),
                        notice.event(),
                        summary,
                        digest.rule(),
                        null,
                        null,
                        null,
                        digest.machines().stream().map(NotificationMessage::of).toList());
            case Notice.Test test ->
                new NotificationMessage(test.id(), notice.event(), summary, null, null, null, null, null);
        };
    }

    private static Run of(EndedRun run) {
        return new Run(
                run.id(),
                run.kind(),
                run.state(),
                thing(run.machineId(), run.machineName()),
                run.labels(),
                new Thing(run.repositoryId(), run.repositoryName()),
                thing(run.policyId(), run.policyName()),
                run.worker(),
                run.point(),
                run.startedAt(),
                run.finishedAt(),
                run.errorCode() == null || run.errorMessage() == null
                        ? null
                        : new Problem(run.errorCode(), run.errorMessage()));
    }

    private static @Nullable Thing thing(@Nullable UUID id, @Nullable String name) {
        return name == null ? null : new Thing(id, name);
    }

    private static Late of(LateMachine machine) {
        return new Late(
                machine.id().id(),
                machine.name(),
                machine.labels().values(),
                machine.objective().toSeconds(),
                machine.newestPoint());
    }
}
