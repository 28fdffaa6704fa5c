package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tidemark pool`: who does a server's work. (`tidemark worker` is such a worker.)
@Command(name = "pool", synopsisSubcommandLabel = "COMMAND", description = "Pools of a server and their workers.")
public final class PoolCommand extends ServerGroup {
    public PoolCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List pools, with what waits in them.")
    Integer list(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            List<JsonNode> pools = api.list("pools");
            Columns columns = new Columns("POOL", "WORKERS", "MACHINES", "QUEUED", "RUNNING");
            for (JsonNode pool : pools) {
                columns.add(
                        Shown.text(pool, "name"),
                        Shown.text(pool, "aliveWorkers"),
                        Shown.text(pool, "machines"),
                        Shown.text(pool, "queuedRuns"),
                        Shown.text(pool, "runningRuns"));
            }
            columns.print(terminal());
            Shown.documents(terminal(), pools);
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "workers", description = "List the workers of all pools.")
    Integer workers(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            List<JsonNode> workers = api.list("workers");
            Columns columns = new Columns("POOL", "WORKER", "HOST", "ALIVE", "LAST SEEN", "RUNS AT A TIME");
            for (JsonNode worker : workers) {
                columns.add(
                        Shown.text(worker, "pool"),
                        Shown.text(worker, "name"),
                        Shown.text(worker, "host"),
                        worker.path("alive").asBoolean() ? "yes" : "no",
                        Shown.time(worker, "heartbeatAt"),
                        Shown.text(worker, "concurrentRuns"));
            }
            columns.print(terminal());
            Shown.documents(terminal(), workers);
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "images", description = "List the image files that a pool's workers see, to make machines of.")
    Integer images(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POOL", defaultValue = "default", description = "Its name. Default: default.")
                    String pool,
            @Option(names = "--unused", description = "Only those that no machine of the pool has.") boolean unused,
            @Option(names = "--containing", paramLabel = "TEXT", description = "Only paths with TEXT in them.")
                    @Nullable
                    String containing)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            Query query = new Query("pools/" + Query.step(pool) + "/images")
                    .with("unused", unused ? "true" : null)
                    .with("containing", containing);
            List<JsonNode> images = api.list(query.path());
            Columns columns = new Columns("IMAGE", "FILE", "CHANGED", "MACHINE");
            for (JsonNode image : images) {
                columns.add(
                        Shown.text(image, "path"),
                        Shown.size(image, "bytes"),
                        Shown.time(image, "modifiedAt"),
                        Shown.text(image, "machine", "name"));
            }
            columns.print(terminal());
            Shown.documents(terminal(), images);
            return ExitCode.DONE.number();
        }
    }
}
