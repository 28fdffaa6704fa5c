package io.tidemark.catalog.schedule;

import io.tidemark.catalog.RunId;

/// Executes a run; a worker offers a bean of this type.
@FunctionalInterface
public interface RunExecution {
    /// Takes the run up, works, and records the outcome. Returns when that is done. A run that is over, or that a
    /// living worker has, is left alone: Quartz may fire the same run twice.
    void execute(RunId run);
}
