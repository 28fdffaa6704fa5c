package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.repository.retention.RetentionRules;
import io.tidemark.repository.retention.RetentionSpan;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which points to keep, as typed.
final class RetentionOptions {
    @Option(
            names = "--keep-last",
            paramLabel = "N",
            converter = CountWord.class,
            description = "Keep the newest N points.")
    private int last;

    @Option(
            names = "--keep-hourly",
            paramLabel = "N",
            converter = CountWord.class,
            description = "Keep the newest point of each of the last N hours that have one.")
    private int hourly;

    @Option(names = "--keep-daily", paramLabel = "N", converter = CountWord.class, description = "The same for days.")
    private int daily;

    @Option(
            names = "--keep-weekly",
            paramLabel = "N",
            converter = CountWord.class,
            description = "For weeks, which start on Monday.")
    private int weekly;

    @Option(names = "--keep-monthly", paramLabel = "N", converter = CountWord.class, description = "For months.")
    private int monthly;

    @Option(names = "--keep-yearly", paramLabel = "N", converter = CountWord.class, description = "For years.")
    private int yearly;

    @Option(
            names = "--keep-within",
            paramLabel = "SPAN",
            converter = SpanWord.class,
            description = "Keep what is not older than this, seen from the newest point: 1y6m2w10d12h, or parts of it.")
    private @Nullable RetentionSpan within;

    /// @throws CommandFailure when no rule is given, or one makes no sense
    RetentionRules rules() throws CommandFailure {
        try {
            return new RetentionRules(last, hourly, daily, weekly, monthly, yearly, within);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /// The time zone of a name, or this computer's for an empty one.
    static ZoneId zone(String name) throws CommandFailure {
        try {
            return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw CommandFailure.usage("--time-zone must be a name such as Europe/Vienna or UTC, not \"" + name + "\"");
        }
    }
}
