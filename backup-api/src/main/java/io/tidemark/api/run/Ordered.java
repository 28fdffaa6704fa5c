package io.tidemark.api.run;

import io.tidemark.api.access.Caller;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.token.IdempotencyKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// Queues what was ordered and says where the run can be followed.
@Component
public class Ordered {
    private final RunQueue queue;
    private final RunViews runs;
    private final IdempotencyKeys keys;

    Ordered(RunQueue queue, RunViews runs, IdempotencyKeys keys) {
        this.queue = queue;
        this.runs = runs;
        this.keys = keys;
    }

    /// Queues a run and answers 202 with it and its location.
    ///
    /// @param key  the request's idempotency key: the same caller, key and order bring the same run each time
    public ResponseEntity<RunView> run(RunOrder order, Caller caller, @Nullable String key) {
        RunId run = key == null
                ? queue.submit(order)
                : keys.once(caller.token(), key, fingerprint(order), () -> queue.submit(order));
        return accepted(run);
    }

    ResponseEntity<RunView> accepted(RunId run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(runs.get(run)));
    }

    /// What an order asks for, independent of how its JSON was spaced. Orders are records of ids, words and paths, so
    /// their text tells them apart.
    private static byte[] fingerprint(RunOrder order) {
        String text = order.getClass().getSimpleName() + "\n" + order;
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has SHA-256", missing);
        }
    }
}
