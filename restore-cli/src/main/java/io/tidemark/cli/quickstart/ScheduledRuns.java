package io.tidemark.cli.quickstart;

import io.tidemark.cli.server.ServerApi;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Watches runs of one machine that a policy's schedule started, or a single run, until they are over.
final class ScheduledRuns {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Set<String> UNDER_WAY = Set.of("queued", "running");
    private static final Set<String> SUCCESS = Set.of("succeeded", "warning");

    private final ServerApi api;
    private final Terminal terminal;
    private final String machine;
    private final Set<String> seen = new HashSet<>();

    /// @param machine id of the machine
    ScheduledRuns(ServerApi api, Terminal terminal, String machine) {
        this.api = api;
        this.terminal = terminal;
        this.machine = machine;
    }

    /// Waits for a backup that no earlier call gave, that the schedule started and that `wanted` accepts.
    ///
    /// A run that met the machine writing (`image-busy`) is passed over, as an operator would: the
    /// schedule tries again.
    BackupOutcome await(Predicate<BackupOutcome> wanted) throws CommandFailure, IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            for (JsonNode run : finished()) {
                String error = run.path("error").path("code").asString("");
                if (error.equals("image-busy")) {
                    terminal.note("tidemark: run " + run.path("id").asString()
                            + " met the machine writing (image-busy); the schedule tries again");
                } else if (!SUCCESS.contains(run.path("state").asString())) {
                    throw failed(run);
                } else if (run.path("policy").isObject()) {
                    BackupOutcome outcome = BackupOutcome.of(run);
                    if (wanted.test(outcome)) {
                        return outcome;
                    }
                }
            }
            pause(deadline, "No scheduled backup of machine " + machine + " came to its end");
        }
    }

    /// Waits until no run of the machine is waiting or under way.
    void awaitQuiet() throws CommandFailure, IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (runs().stream().anyMatch(ScheduledRuns::underWay)) {
            pause(deadline, "The runs of machine " + machine + " did not come to their end");
        }
    }

    /// Waits for the one run `id`, of whatever machine.
    static JsonNode awaitRun(ServerApi api, Terminal terminal, String id)
            throws CommandFailure, IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode run = api.get("runs/" + id).body();
            if (!underWay(run)) {
                if (!SUCCESS.contains(run.path("state").asString())) {
                    throw failed(run);
                }
                return run;
            }
            pause(terminal, deadline, "Run " + id + " did not come to its end");
        }
    }

    private List<JsonNode> finished() throws CommandFailure, IOException, InterruptedException {
        return runs().stream()
                .filter(run -> !underWay(run))
                .filter(run -> seen.add(run.path("id").asString()))
                .toList();
    }

    private List<JsonNode> runs() throws CommandFailure, IOException, InterruptedException {
        return api.list("runs?kind=backup&machine=" + machine);
    }

    private static boolean underWay(JsonNode run) {
        return UNDER_WAY.contains(run.path("state").asString());
    }

    private void pause(long deadline, String late) throws CommandFailure, InterruptedException {
        pause(terminal, deadline, late);
    }

    private static void pause(Terminal terminal, long deadline, String late)
            throws CommandFailure, InterruptedException {
        if (terminal.interrupted()) {
            throw new InterruptedException();
        }
        if (System.nanoTime() > deadline) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "quickstart-late",
                    late + " within " + LIMIT.toMinutes() + " minutes. The server's log tells more.");
        }
        Thread.sleep(PAUSE.toMillis());
    }

    private static CommandFailure failed(JsonNode run) {
        JsonNode error = run.path("error");
        return new CommandFailure(
                ExitCode.FAILED,
                error.path("code").asString("run-" + run.path("state").asString()),
                "Run " + run.path("id").asString() + " (" + run.path("kind").asString() + ") ended as "
                        + run.path("state").asString() + ": "
                        + error.path("message").asString("no reason was recorded"));
    }
}
