package io.tidemark.catalog.run;

/// What a worker that reports progress is told.
public enum Directive {
    GO_ON,
    /// Somebody asked for the run to be cancelled.
    CANCEL,
    /// The run is no longer this worker's: it counted as dead and another took the run up, or it was marked lost.
    ABANDON
}
