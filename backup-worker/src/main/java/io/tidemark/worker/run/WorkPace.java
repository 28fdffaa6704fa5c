package io.tidemark.worker.run;

import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a run gets its work done, told from how far it was at moments of the last seconds. Done is what was read
/// and, where it is new, has left for the store: a slow store lets a run read as much as there is memory for, and
/// then nothing for a while, and only what has left tells when it will end.
///
/// The end is told only while that is more than a guess: the run has been watched for a while, it moves, and what there
/// is to read has not grown meanwhile. For one thread.
final class WorkPace {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /// Less says nothing of the speed.
    private static final Duration LEAST = Duration.ofSeconds(1);
    /// Less says nothing of the end.
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final Deque<Moment> moments = new ArrayDeque<>();
    /// How far reading was when so much was to be stored; from the last one on of which all has left.
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long readBytes;
    private long doneBytes;

    /// Takes down how far the run is now, and says how fast it is.
    RunView.Pace at(Progress progress, Instant now) {
        if (progress.readBytes() < readBytes) {
            // The run began over.
            moments.clear();
            marks.clear();
            doneBytes = 0;
        }
        readBytes = progress.readBytes();
        doneBytes = Math.max(doneBytes, done(progress));
        moments.addLast(new Moment(now, doneBytes, progress.foundBytes()));
        while (moments.getFirst().at().isBefore(now.minus(WINDOW))) {
            moments.removeFirst();
        }
        Moment first = moments.getFirst();
        Duration watched = Duration.between(first.at(), now);
        if (watched.compareTo(LEAST) < 0) {
            return RunView.Pace.NONE;
        }
        double perMilli = (double) (doneBytes - first.doneBytes()) / watched.toMillis();
        long left = progress.foundBytes() - doneBytes;
        boolean tells = watched.compareTo(SETTLED) >= 0
                && perMilli > 0
                && left > 0
                && progress.foundBytes() == first.foundBytes();
        Instant end = tells ? now.plusMillis(Math.round(left / perMilli)).truncatedTo(ChronoUnit.SECONDS) : null;
        return new RunView.Pace(Math.round(perMilli * 1000), end);
    }

    /// How far reading was when no more was to be stored than has left by now.
    private long done(Progress progress) {
        Mark newest = new Mark(progress.readBytes(), progress.storedBytes());
        if (marks.isEmpty()) {
            marks.add(new Mark(0, 0));
        }
        if (marks.size() > 1 && marks.getLast().storedBytes() == newest.storedBytes()) {
            marks.removeLast();
        }
        marks.addLast(newest);
        long left = progress.storedBytes() - progress.waitingBytes();
        Mark before = marks.removeFirst();
        while (!marks.isEmpty() && marks.getFirst().storedBytes() <= left) {
            before = marks.removeFirst();
        }
        marks.addFirst(before);
        if (marks.size() == 1) {
            return before.readBytes();
        }
        Mark after = marks.stream().skip(1).findFirst().orElseThrow();
        double part = Math.max(0, left - before.storedBytes()) / (double) (after.storedBytes() - before.storedBytes());
        return before.readBytes() + Math.round((after.readBytes() - before.readBytes()) * part);
    }

    private record Moment(Instant at, long doneBytes, long foundBytes) {}

    private record Mark(long readBytes, long storedBytes) {}
}
