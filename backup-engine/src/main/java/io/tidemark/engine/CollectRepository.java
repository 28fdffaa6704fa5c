package io.tidemark.engine;

import io.tidemark.repository.Repository;
import io.tidemark.repository.collection.CollectReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Deletes what no point of a repository needs any more, in two phases; `docs/repository-safety.md` says why that is
/// safe beside backups, restores and other collections.
public final class CollectRepository {
    /// How long a request to stop may go unnoticed.
    private static final Duration ATTENTION = Duration.ofMillis(200);

    private final Repository repository;
    private final Clock clock;

    /// Works on a repository, which stays the caller's.
    public CollectRepository(Repository repository) {
        this(repository, Clock.systemUTC());
    }

    CollectRepository(Repository repository, Clock clock) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.clock = clock;
    }

    /// Collects, or tells what a collection would do.
    ///
    /// @throws EngineException  when a manifest is damaged, when the store fails, or when it was cancelled; it may
    ///     be broken off anywhere, and the next collection goes on from there
    /// @throws InterruptedException  when the calling thread was interrupted and the run stopped for it
    public CollectionReport run(CollectionRequest request, RunObserver observer)
            throws EngineException, InterruptedException {
        return RunThread.call("tidemark-collection", observer, watched -> collect(request, watched));
    }

    private CollectionReport collect(CollectionRequest request, RunObserver observer)
            throws IOException, EngineException, InterruptedException {
        observer.step(Step.COLLECT.wireName());
        List<String> warnings = new ArrayList<>();
        CollectReport report = interruptedWhenCancelled(request, observer);
        boolean full = report.storeFull()
                || (!request.dryRun() && !repository.reserve().keep());
        if (full) {
            warnings.add("The store is full, and the reserve for collections is in use: delete points and collect"
                    + " again, without grace if it cannot wait.");
        }
        if (report.superseded()) {
            warnings.add("Another collection began meanwhile: deleting was left to it.");
        }
        String refused = request.dryRun() ? "Could not be deleted yet: " : "Refused by the store, to be tried again: ";
        report.refused().forEach(each -> warnings.add(refused + each));
        warnings.forEach(warning -> observer.log(LogLevel.WARNING, warning));
        return new CollectionReport(report, warnings);
    }

    /// A collection reads no image, whose locks would go with an interrupt, and stops between two requests for one.
    private CollectReport interruptedWhenCancelled(CollectionRequest request, RunObserver observer)
            throws EngineException, InterruptedException {
        FutureTask<CollectReport> collection = new FutureTask<>(() -> request.dryRun()
                ? repository.collector().plan(request.options(), clock.instant())
                : repository.collector().run(request.options(), clock.instant()));
        Thread collecting =
                Thread.ofPlatform().daemon().name("tidemark-collecting").start(collection);
        while (true) {
            try {
                return collection.get(ATTENTION.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillAtIt) {
                if (observer.cancelled()) {
                    collecting.interrupt();
                }
            } catch (ExecutionException failure) {
                throw EngineException.of(Objects.requireNonNullElse(failure.getCause(), failure));
            }
        }
    }
}
