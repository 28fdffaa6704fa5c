package io.tidemark.api.run;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.catalog.run.LogLevel;
import java.time.Instant;
import java.util.List;

/// Lines of a run's log.
///
/// @param next  pass it as `after` to get what was written since; the same value again when nothing was
record RunLogView(List<Line> items, long next) {

    RunLogView {
        items = List.copyOf(items);
    }

    static RunLogView of(io.tidemark.catalog.run.RunLogView log) {
        return new RunLogView(log.items().stream().map(Line::of).toList(), log.next());
    }

    @Schema(name = "RunLogLine")
    record Line(long seq, Instant at, LogLevel level, String message) {
        static Line of(io.tidemark.catalog.run.RunLogView.Line line) {
            return new Line(line.seq(), line.at(), line.level(), line.message());
        }
    }
}
