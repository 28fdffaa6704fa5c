package io.tidemark.catalog.run;

import java.time.Instant;
import java.util.List;

/// A piece of a run's log.
///
/// @param next the sequence number to ask after for what comes next
public record RunLogView(List<Line> items, long next) {
    public RunLogView {
        items = List.copyOf(items);
    }

    public record Line(long seq, Instant at, LogLevel level, String message) {}
}
