package io.tidemark.api.run;

import io.tidemark.catalog.run.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step of a run, in the order in which steps began.
public record StepView(
        String name,
        StepState state,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    static StepView of(io.tidemark.catalog.run.RunView.Step step) {
        return new StepView(step.name(), step.state(), step.startedAt(), step.finishedAt());
    }
}
