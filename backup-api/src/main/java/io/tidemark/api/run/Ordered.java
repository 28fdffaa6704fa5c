package io.tidemark.api.run;

import io.tidemark.api.access.Caller;
import io.tidemark.api.idempotency.Once;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.token.Created;
import java.net.URI;
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

    /// Queues a run and answers 202 with it and its location.
    ///
    /// @param key  the request's idempotency key: the same caller, key and order bring the same run each time
    public ResponseEntity<RunView> run(RunOrder order, Caller caller, @Nullable String key) {
        return accepted(new RunId(once.create(
                Created.RUN, order, caller, key, () -> queue.submit(order).id())));
    }

    ResponseEntity<RunView> accepted(RunId run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(runs.get(run)));
    }
}
