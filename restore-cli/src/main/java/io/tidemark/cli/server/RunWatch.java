package io.tidemark.cli.server;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.ProgressBar;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.engine.Progress;
import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Tells of a run that a command started, or waits for its end.
final class RunWatch {
    private static final long PAUSE_MILLIS = 500;
    private static final Set<String> UNDER_WAY = Set.of("queued", "running");

    private final Terminal terminal;
    private final ServerApi api;

    RunWatch(Terminal terminal, ServerApi api) {
        this.terminal = terminal;
        this.api = api;
    }

    /// Tells the run that was started, or how it ended when somebody wants to wait for that.
    Integer started(JsonNode run, boolean wait) throws CommandFailure, IOException, InterruptedException {
        String id = Shown.text(run, "id");
        if (wait) {
            return ended(id);
        }
        terminal.line("run " + id + " is " + Shown.text(run, "state"));
        Shown.document(terminal, run);
        return ExitCode.DONE.number();
    }

    /// Waits for the end of a run. Ctrl-C ends the waiting, not the run.
    Integer ended(String id) throws CommandFailure, IOException, InterruptedException {
        JsonNode run = api.get("runs/" + Query.step(id)).body();
        try (ProgressBar bar = new ProgressBar(terminal, "done")) {
            bar.step(Shown.text(run, "kind"));
            while (UNDER_WAY.contains(Shown.text(run, "state"))) {
                if (terminal.interrupted()) {
                    throw new InterruptedException("Run " + id + " goes on");
                }
                bar.progress(progress(run.path("progress")));
                Thread.sleep(PAUSE_MILLIS);
                run = api.get("runs/" + Query.step(id)).body();
            }
        }
        String state = Shown.text(run, "state");
        String error = Shown.text(run, "error", "code");
        terminal.line("run " + id + " " + state
                + (error.isEmpty() ? "" : ": " + Shown.text(run, "error", "message") + " [" + error + "]"));
        String point = Shown.text(run, "point");
        if (!point.isEmpty()) {
            terminal.line("point " + point);
        }
        Shown.document(terminal, run);
        return switch (state) {
            case "succeeded" -> ExitCode.DONE.number();
            case "warning" -> ExitCode.WARNINGS.number();
            default -> ExitCode.FAILED.number();
        };
    }

    private static Progress progress(JsonNode progress) {
        return new Progress(
                progress.path("totalBytes").asLong(0),
                progress.path("foundBytes").asLong(0),
                progress.path("readBytes").asLong(0),
                progress.path("storedBytes").asLong(0),
                progress.path("uploadedBytes").asLong(0),
                0);
    }
}
