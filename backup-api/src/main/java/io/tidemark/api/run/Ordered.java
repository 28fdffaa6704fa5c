package io.tidemark.api.run;

import io.tidemark.api.access.Caller;
import io.tidemark.api.idempotency.Once;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.IfActive;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.token.Created;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// Queues what was ordered and says where the run can be followed.
@Component
public class Ordered {
    private final RunQueue queue;
    private final RunViews runs;
    private final Once once;

    Ordered(RunQueue queue, RunViews runs, Once once) {
        this.queue = queue;
        this.runs = runs;
        this.once = once;
    }

    /// Queues a run, for which nothing else may hold its place, and answers 202 with it and its location.
    ///
    /// @param key  the request's idempotency key: the same caller, key and order bring the same run each time
    public ResponseEntity<RunView> run(RunOrder order, Caller caller, @Nullable String key) {
        return run(order, null, caller, key);
    }

    /// The same, or answers with the run that has its place.
    ///
    /// @param ifActive  what to do where another run has its place; null to refuse
    public ResponseEntity<RunView> run(
            RunOrder order, @Nullable IfActive ifActive, Caller caller, @Nullable String key) {
        IfActive chosen = Objects.requireNonNullElse(ifActive, IfActive.REFUSE);
        return accepted(
                new RunId(once.create(
                        Created.RUN,
                        new Asked(order.getClass().getSimpleName(), order, chosen),
                        caller,
                        key,
                        () -> queue.submit(order, chosen).id())),
                caller);
    }

    /// Queues a retry of a run and answers 202 with it.
    ResponseEntity<RunView> retry(RunId run, Caller caller, @Nullable String key) {
        return accepted(
                new RunId(once.create(
                        Created.RUN,
                        new Retry(run.id()),
                        caller,
                        key,
                        () -> queue.retry(run).id())),
                caller);
    }

    /// What tells a request from another under one key.
    private record Asked(String kind, RunOrder order, IfActive ifActive) {}

    private record Retry(UUID run) {}

    ResponseEntity<RunView> accepted(RunId run, Caller caller) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(runs.get(run)).shownTo(caller));
    }
}
