package io.tidemark.engine;

/// How much a line of a run's log matters.
public enum LogLevel {
    /// For the record.
    INFO,
    /// The run goes on, but somebody should look at this.
    WARNING
}
