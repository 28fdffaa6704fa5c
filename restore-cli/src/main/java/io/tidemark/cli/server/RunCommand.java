package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tidemark run`: the work of a server, by single executions.
@Command(
        name = "run",
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs of a server: list, follow, cancel, retry.")
public final class RunCommand extends ServerGroup {
    private static final long PAUSE_MILLIS = 500;

    public RunCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List runs, newest first.")
    Integer list(
            @Mixin ServerOptions options,
            @Option(names = "--state", paramLabel = "STATE", description = "Only runs in this state, such as failed.")
                    @Nullable
                    String state,
            @Option(names = "--kind", paramLabel = "KIND", description = "Only runs of this kind, such as backup.")
                    @Nullable
                    String kind,
            @Option(names = "--machine", paramLabel = "MACHINE", description = "Only runs of this machine.") @Nullable
                    String machine,
            @Option(
                            names = "--limit",
                            paramLabel = "NUMBER",
                            defaultValue = "50",
                            description = "So many at most, 1 to 200. Default: 50.")
                    int limit)
            throws CommandFailure, IOException, InterruptedException {
        if (limit < 1 || limit > Query.LARGEST_PAGE) {
            throw CommandFailure.usage("--limit is 1 to 200, found " + limit);
        }
        try (ServerApi api = options.open(terminal())) {
            Query query = new Query("runs", limit)
                    .with("state", state)
                    .with("kind", kind)
                    .with("machine", machine == null ? null : Things.MACHINES.id(api, machine));
            JsonNode page = api.get(query.path()).body();
            Columns columns = new Columns("RUN", "KIND", "STATE", "MACHINE", "REPOSITORY", "QUEUED", "ERROR");
            List<JsonNode> runs = new ArrayList<>();
            for (JsonNode run : page.path("items")) {
                runs.add(run);
                columns.add(
                        Shown.text(run, "id"),
                        Shown.text(run, "kind"),
                        Shown.text(run, "state"),
                        Shown.text(run, "machine", "name"),
                        Shown.text(run, "repository", "name"),
                        Shown.time(run, "createdAt"),
                        Shown.text(run, "error", "code"));
            }
            columns.print(terminal());
            if (page.path("nextCursor").isString()) {
                terminal().note("tidemark: there are more runs; --limit and the filters choose others");
            }
            Shown.documents(terminal(), runs);
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "show", description = "Show a run.")
    Integer show(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN", description = "Its id.") String id)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.whole(terminal(), api.get("runs/" + Query.step(id)).body());
        }
    }

    @Command(name = "wait", description = "Wait for the end of a run: 0 when it succeeded, 3 with warnings, else 1.")
    Integer await(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN", description = "Its id.") String id)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return new RunWatch(terminal(), api).ended(id);
        }
    }

    @Command(name = "cancel", description = "Ask a run to stop; it does within seconds.")
    Integer cancel(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN", description = "Its id.") String id)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return new RunWatch(terminal(), api)
                    .started(
                            api.post("runs/" + Query.step(id) + "/cancel", Map.of())
                                    .body(),
                            false);
        }
    }

    @Command(name = "retry", description = "Start anew what a failed run was to do.")
    Integer retry(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "RUN", description = "Its id.") String id,
            @Option(names = "--wait", description = "Wait for the end and tell how it went.") boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return new RunWatch(terminal(), api)
                    .started(
                            api.post("runs/" + Query.step(id) + "/retry", Map.of())
                                    .body(),
                            wait);
        }
    }

    @Command(name = "log", description = "Print a run's log.")
    Integer log(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "RUN", description = "Its id.") String id,
            @Option(names = "--follow", description = "Go on until the run is over.") boolean follow)
            throws CommandFailure, IOException, InterruptedException {
        List<JsonNode> lines = new ArrayList<>();
        try (ServerApi api = options.open(terminal())) {
            long after = 0;
            boolean over;
            do {
                // Whether it is over is asked before its lines, so that the last ones are not missed.
                over = !follow || !underWay(api.get("runs/" + Query.step(id)).body());
                JsonNode page = api.get("runs/" + Query.step(id) + "/log?after=" + after)
                        .body();
                while (!page.path("items").isEmpty()) {
                    page.path("items").forEach(line -> tell(line, lines));
                    after = page.path("next").asLong();
                    page = api.get("runs/" + Query.step(id) + "/log?after=" + after)
                            .body();
                }
                if (terminal().interrupted()) {
                    throw new InterruptedException();
                }
                if (!over) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            } while (!over);
        }
        Shown.documents(terminal(), lines);
        return ExitCode.DONE.number();
    }

    @Command(name = "verdicts", description = "Print what a retention run decided of each point, newest first.")
    Integer verdicts(@Mixin ServerOptions options, @Parameters(paramLabel = "RUN", description = "Its id.") String id)
            throws CommandFailure, IOException, InterruptedException {
        List<JsonNode> verdicts = new ArrayList<>();
        Columns columns = new Columns("POINT", "MADE", "VERDICT", "REASON");
        try (ServerApi api = options.open(terminal())) {
            long after = -1;
            JsonNode page = api.get("runs/" + Query.step(id) + "/verdicts?after=" + after)
                    .body();
            while (!page.path("items").isEmpty()) {
                for (JsonNode verdict : page.path("items")) {
                    verdicts.add(verdict);
                    columns.add(
                            Shown.text(verdict, "point"),
                            Shown.time(verdict, "createdAt"),
                            verdict.path("keep").asBoolean() ? "keep" : "delete",
                            Shown.text(verdict, "reason"));
                }
                after = page.path("next").asLong();
                page = api.get("runs/" + Query.step(id) + "/verdicts?after=" + after)
                        .body();
            }
        }
        columns.print(terminal());
        Shown.documents(terminal(), verdicts);
        return ExitCode.DONE.number();
    }

    private void tell(JsonNode line, List<JsonNode> lines) {
        lines.add(line);
        terminal().line(Shown.time(line, "at") + "  " + Shown.text(line, "level") + "  " + Shown.text(line, "message"));
    }

    private static boolean underWay(JsonNode run) {
        return Set.of("queued", "running").contains(Shown.text(run, "state"));
    }
}
