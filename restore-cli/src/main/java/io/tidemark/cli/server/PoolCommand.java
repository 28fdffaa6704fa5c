package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemark pool`: who does a server's work. (`tidemark worker` is such a worker.)
@Command(name = "pool", synopsisSubcommandLabel = "COMMAND", description = "Pools of a server and their workers.")
public final class PoolCommand extends ServerGroup {
    public PoolCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List pools, with what waits in them.")
    Integer list(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.table(
                    terminal(),
                    api.list(new Query("pools").path()),
                    new Columns("POOL", "WORKERS", "MACHINES", "QUEUED", "RUNNING"),
                    pool -> List.of(
                            Shown.text(pool, "name"),
                            Shown.text(pool, "aliveWorkers"),
                            Shown.text(pool, "machines"),
                            Shown.text(pool, "queuedRuns"),
                            Shown.text(pool, "runningRuns")));
        }
    }

    @Command(name = "workers", description = "List the workers of all pools.")
    Integer workers(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.table(
                    terminal(),
                    api.list(new Query("workers").path()),
                    new Columns("POOL", "WORKER", "HOST", "ALIVE", "LAST SEEN", "RUNS AT A TIME"),
                    worker -> List.of(
                            Shown.text(worker, "pool"),
                            Shown.text(worker, "name"),
                            Shown.text(worker, "host"),
                            worker.path("alive").asBoolean() ? "yes" : "no",
                            Shown.time(worker, "heartbeatAt"),
                            Shown.text(worker, "concurrentRuns")));
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
            return Shown.table(
                    terminal(),
                    api.list(query.path()),
                    new Columns("IMAGE", "FILE", "CHANGED", "MACHINE"),
                    image -> List.of(
                            Shown.text(image, "path"),
                            Shown.size(image, "bytes"),
                            Shown.time(image, "modifiedAt"),
                            Shown.text(image, "machine", "name")));
        }
    }
}
