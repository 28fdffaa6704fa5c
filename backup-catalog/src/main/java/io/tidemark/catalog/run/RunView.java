package io.tidemark.catalog.run;

import io.tidemark.catalog.RequestedMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run as screens show it.
///
/// @param trigger why it was queued
/// @param point   the point that a backup made, or that a restore or verify reads
/// @param worker  the name of the worker that has it, or had it last
/// @param attempt how often it was begun
/// @param restore what a restore writes; null for other kinds
/// @param dryRun  whether it only tells what it would do
/// @param waiting what it waits for; null unless it is queued
/// @param line    where it stands among retries
/// @param pace    how fast it is; null unless it is running
/// @param cost    what the last attempt asked of the store; null until it has ended
public record RunView(
        UUID id,
        RunKind kind,
        RunState state,
        @Nullable Named machine,
        Named repository,
        @Nullable Named policy,
        RunTrigger trigger,
        @Nullable RequestedMode requestedMode,
        @Nullable UUID point,
        @Nullable Restore restore,
        boolean dryRun,
        @Nullable String worker,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        boolean cancelRequested,
        @Nullable Waiting waiting,
        Line line,
        List<Step> steps,
        Progress progress,
        @Nullable Pace pace,
        List<Disk> disks,
        @Nullable Cost cost,
        @Nullable Problem error) {
    public RunView {
        steps = List.copyOf(steps);
        disks = List.copyOf(disks);
    }

    /// The same with its steps and disks.
    RunView with(List<Step> steps, List<Disk> disks) {
        return new RunView(
                id,
                kind,
                state,
                machine,
                repository,
                policy,
                trigger,
                requestedMode,
                point,
                restore,
                dryRun,
                worker,
                attempt,
                createdAt,
                startedAt,
                finishedAt,
                cancelRequested,
                waiting,
                line,
                steps,
                progress,
                pace,
                disks,
                cost,
                error);
    }

    /// A thing and its name; the id is null when it is no longer in the catalog.
    public record Named(@Nullable UUID id, String name) {}

    /// Where a restore goes.
    ///
    /// @param disk null for the only disk of the point
    public record Restore(@Nullable String disk, String target, RestoreFormat format) {}

    /// What a queued run waits for.
    ///
    /// @param until when it may begin at the earliest; null where nobody knows
    public record Waiting(WaitingFor what, @Nullable Instant until) {}

    /// Where a run stands among retries.
    ///
    /// @param retryOf   the first run of the line; null for one that is no retry
    /// @param number    which retry it is, counted from 1; 0 for none
    /// @param retriedBy the next run of the line; null for its last
    public record Line(
            @Nullable UUID retryOf, int number, @Nullable UUID retriedBy) {}

    /// How fast a run is.
    ///
    /// @param bytesPerSecond read of the disks and, where new, sent to the store, over the last seconds
    /// @param end            when it will have done all, at this speed; null while that would be a guess
    public record Pace(long bytesPerSecond, @Nullable Instant end) {
        public static final Pace NONE = new Pace(0, null);
    }

    public record Step(
            String name,
            StepState state,
            Instant startedAt,
            @Nullable Instant finishedAt) {}

    /// Bytes so far.
    ///
    /// @param totalBytes    size of all disks
    /// @param foundBytes    to be read: what the mark or the comparison found
    /// @param readBytes     read of the disks
    /// @param storedBytes   new in the repository, before it is packed
    /// @param uploadedBytes everything put into the store
    public record Progress(long totalBytes, long foundBytes, long readBytes, long storedBytes, long uploadedBytes) {}

    /// What a backup did with one disk.
    public record Disk(
            String disk,
            DiskMode mode,
            RequestedMode requestedMode,
            String reason,
            @Nullable UUID basePoint,
            long virtualBytes,
            long changedBytes,
            long readBytes,
            long newChunks,
            long storedBytes) {}

    /// What a run asked of the store, attempts that failed included.
    ///
    /// @param bytesUp   of the content of requests
    /// @param bytesDown of the content of answers
    public record Cost(long requests, long bytesUp, long bytesDown) {}

    public record Problem(String code, String message) {}
}
