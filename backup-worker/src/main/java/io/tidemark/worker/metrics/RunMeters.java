package io.tidemark.worker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.catalog.run.RunView;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Times and counts the runs of this process. Each is an observation, too: a span, where traces are collected.
///
/// Names are those of Micrometer; Prometheus writes `tidemark.run` as `tidemark_run_seconds`.
@Component
public class RunMeters {
    static final String RUN = "tidemark.run";
    static final String BYTES = "tidemark.run.bytes";
    static final String STORE_REQUESTS = "tidemark.store.requests";
    static final String STORE_BYTES = "tidemark.store.bytes";

    private static final String OUTCOME = "outcome";
    private static final String CODE = "code";
    private static final String NONE = "none";

    private final MeterRegistry meters;
    private final ObservationRegistry observations;

    public RunMeters(MeterRegistry meters, ObservationRegistry observations) {
        this.meters = meters;
        this.observations = observations;
    }

    /// Does the work of a run and times it.
    ///
    /// @param outcome tells how the work ended; what the work throws instead is noted and thrown on
    public <T> T timed(Run run, Supplier<T> work, Function<T, RunOutcome> outcome) {
        Observation observation = Observation.createNotStarted(RUN, observations)
                .contextualName("run " + run.kind().word())
                .lowCardinalityKeyValue("kind", run.kind().word())
                .lowCardinalityKeyValue(OUTCOME, NONE)
                .lowCardinalityKeyValue(CODE, NONE)
                .highCardinalityKeyValue("run", run.id().toString())
                .highCardinalityKeyValue("machine", run.machineName().orElse(NONE))
                .highCardinalityKeyValue("repository", run.repositoryName());
        return observation.observe(() -> {
            T done = work.get();
            note(observation, outcome.apply(done));
            return done;
        });
    }

    private static void note(Observation observation, RunOutcome outcome) {
        observation.lowCardinalityKeyValue(
                OUTCOME,
                switch (outcome) {
                    case RunOutcome.Succeeded _ -> "succeeded";
                    case RunOutcome.Warning _ -> "warning";
                    case RunOutcome.Failed _ -> "failed";
                    case RunOutcome.Cancelled _ -> "cancelled";
                });
        if (outcome instanceof RunOutcome.Failed(String code, String message)) {
            observation.lowCardinalityKeyValue(CODE, code);
            observation.event(Observation.Event.of("failed", message));
        }
    }

    /// Counts what a run has moved since it was last asked.
    public void moved(RunView.Progress before, RunView.Progress now) {
        count("found", before.foundBytes(), now.foundBytes());
        count("read", before.readBytes(), now.readBytes());
        count("stored", before.storedBytes(), now.storedBytes());
        count("uploaded", before.uploadedBytes(), now.uploadedBytes());
    }

    private void count(String what, long before, long now) {
        Counter counter = Counter.builder(BYTES)
                .baseUnit("bytes")
                .description("Bytes that runs found changed, read, stored and uploaded")
                .tag("what", what)
                .register(meters);
        if (now > before) {
            counter.increment((double) now - before);
        }
    }

    /// Counts what a run asked of its repository's store.
    ///
    /// @param cost null when it came to no request
    public void asked(Run run, RunView.@Nullable Cost cost) {
        if (cost == null) {
            return;
        }
        Counter.builder(STORE_REQUESTS)
                .description("Requests to object stores, repeated attempts included")
                .tag("repository", run.repositoryName())
                .register(meters)
                .increment((double) cost.requests());
        bytes(run, "up", cost.bytesUp());
        bytes(run, "down", cost.bytesDown());
    }

    private void bytes(Run run, String direction, long bytes) {
        Counter.builder(STORE_BYTES)
                .baseUnit("bytes")
                .description("Bytes sent to and got from object stores")
                .tag("repository", run.repositoryName())
                .tag("direction", direction)
                .register(meters)
                .increment((double) bytes);
    }
}
