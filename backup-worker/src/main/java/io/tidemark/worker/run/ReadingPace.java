package io.tidemark.worker.run;

import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a run reads, told from what it had read at moments of the last seconds. When it will end is told
/// only while that is more than a guess: it has been watched for a while, it moves, and what there is to read
/// has not grown meanwhile. For one thread.
final class ReadingPace {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /// Less says nothing of the speed.
    private static final Duration LEAST = Duration.ofSeconds(1);
    /// Less says nothing of the end.
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final Deque<Moment> moments = new ArrayDeque<>();

    /// Takes down how far the run is now, and says how fast it is.
    RunView.Pace at(Progress progress, Instant now) {
        if (!moments.isEmpty()
                && progress.readBytes() < moments.getLast().progress().readBytes()) {
            // The run began over.
            moments.clear();
        }
        moments.addLast(new Moment(now, progress));
        while (moments.getFirst().at().isBefore(now.minus(WINDOW))) {
            moments.removeFirst();
        }
        Moment first = moments.getFirst();
        Duration watched = Duration.between(first.at(), now);
        if (watched.compareTo(LEAST) < 0) {
            return RunView.Pace.NONE;
        }
        double perMilli = (double) (progress.readBytes() - first.progress().readBytes()) / watched.toMillis();
        long left = progress.foundBytes() - progress.readBytes();
        boolean tells = watched.compareTo(SETTLED) >= 0
                && perMilli > 0
                && left > 0
                && progress.foundBytes() == first.progress().foundBytes();
        Instant end = tells ? now.plusMillis(Math.round(left / perMilli)).truncatedTo(ChronoUnit.SECONDS) : null;
        return new RunView.Pace(Math.round(perMilli * 1000), end);
    }

    private record Moment(Instant at, Progress progress) {}
}
