package io.tidemark.api.run;

import io.tidemark.api.access.Caller;
import io.tidemark.api.name.Reference;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunTrigger;
import io.tidemark.catalog.run.RunView.Waiting;
import io.tidemark.catalog.run.WaitingFor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One execution of work, as the API and its events show it.
///
/// @param machine  whose disks it works on; null for kinds that concern a whole repository
/// @param policy  what started it; null when a person or a program did, and for who may not see policies
/// @param requestedMode  null unless the kind is `backup`
/// @param trigger  why it was queued
/// @param point  the point that was made, restored or verified; null for who may not see points
/// @param restore  what a restore writes; null for other kinds
/// @param dryRun  whether it only tells what it would do
/// @param worker  name of the worker that executes it, or did last; null before the first
/// @param attempt  how often it was begun: more than once when a worker died
/// @param cancelRequested  whether it was asked to stop
/// @param waitingFor  what a queued run waits for; null for others
/// @param waitingUntil  when it may begin at the earliest; null where nobody knows
/// @param retryOf  the first run of the line of retries this one belongs to; null for one that is no retry
/// @param retryNumber  which retry of that line it is, counted from 1; 0 for one that is none
/// @param retriedBy  the run that does again what this one did not get done; null when there is none
/// @param disks  one report per disk of a finished backup, else empty
/// @param cost  what the run asked of the store; null until it has ended, and for one that asked nothing
/// @param error  null unless the run failed or was lost
public record RunView(
        UUID id,
        RunKind kind,
        RunState state,
        @Nullable Reference machine,
        Reference repository,
        @Nullable Reference policy,
        RunTrigger trigger,
        @Nullable RequestedMode requestedMode,
        @Nullable UUID point,
        @Nullable RestoreView restore,
        boolean dryRun,
        @Nullable String worker,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        boolean cancelRequested,
        @Nullable WaitingFor waitingFor,
        @Nullable Instant waitingUntil,
        @Nullable UUID retryOf,
        int retryNumber,
        @Nullable UUID retriedBy,
        List<StepView> steps,
        ProgressView progress,
        List<DiskReportView> disks,
        @Nullable CostView cost,
        @Nullable RunError error) {

    public RunView {
        steps = List.copyOf(steps);
        disks = List.copyOf(disks);
    }

    public static RunView of(io.tidemark.catalog.run.RunView run) {
        return new RunView(
                run.id(),
                run.kind(),
                run.state(),
                mapped(run.machine(), RunView::reference),
                reference(run.repository()),
                mapped(run.policy(), RunView::reference),
                run.trigger(),
                run.requestedMode(),
                run.point(),
                mapped(run.restore(), RestoreView::of),
                run.dryRun(),
                run.worker(),
                run.attempt(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.cancelRequested(),
                mapped(run.waiting(), Waiting::what),
                mapped(run.waiting(), Waiting::until),
                run.line().retryOf(),
                run.line().number(),
                run.line().retriedBy(),
                run.steps().stream().map(StepView::of).toList(),
                ProgressView.of(run.progress(), run.pace()),
                run.disks().stream().map(DiskReportView::of).toList(),
                mapped(run.cost(), CostView::of),
                mapped(run.error(), RunError::of));
    }

    /// The same without what the caller may not be told.
    public RunView shownTo(Caller caller) {
        if (caller.seesPoints() && caller.seesPolicies()) {
            return this;
        }
        boolean points = caller.seesPoints();
        return new RunView(
                id,
                kind,
                state,
                machine,
                repository,
                caller.seesPolicies() ? policy : null,
                trigger,
                requestedMode,
                points ? point : null,
                restore,
                dryRun,
                worker,
                attempt,
                createdAt,
                startedAt,
                finishedAt,
                cancelRequested,
                waitingFor,
                waitingUntil,
                retryOf,
                retryNumber,
                retriedBy,
                steps,
                progress,
                points ? disks : disks.stream().map(DiskReportView::withoutBase).toList(),
                cost,
                error);
    }

    private static Reference reference(io.tidemark.catalog.run.RunView.Named named) {
        return new Reference(named.id(), named.name());
    }

    private static <S, T> @Nullable T mapped(@Nullable S value, Function<S, @Nullable T> view) {
        return value == null ? null : view.apply(value);
    }
}
