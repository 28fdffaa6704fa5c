package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemark point`: what a server can give back. `tidemark points` lists the same of a bucket, without a server.
@Command(
        name = "point",
        synopsisSubcommandLabel = "COMMAND",
        description = "Points that a server knows: list, restore, verify.")
public final class PointCommand extends ServerGroup {
    public PointCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List points, newest first.")
    Integer list(
            @Mixin ServerOptions options,
            @Option(names = "--machine", paramLabel = "MACHINE", description = "Only points of this machine.") @Nullable
                    String machine,
            @Option(names = "--in", paramLabel = "REPOSITORY", description = "Only points in this repository.")
                    @Nullable
                    String repository)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            Query query = new Query("points")
                    .with("machine", machine == null ? null : Things.MACHINES.id(api, machine))
                    .with("repository", repository == null ? null : Things.REPOSITORIES.id(api, repository));
            return Shown.table(
                    terminal(),
                    api.list(query.path()),
                    new Columns("POINT", "MACHINE", "REPOSITORY", "MADE", "DISKS"),
                    point -> List.of(
                            Shown.text(point, "id"),
                            Shown.text(point, "machine", "name"),
                            Shown.text(point, "repository", "name"),
                            Shown.time(point, "createdAt"),
                            String.join(
                                    ",",
                                    point.path("disks")
                                            .valueStream()
                                            .map(disk -> Shown.text(disk, "name") + ":" + Shown.text(disk, "mode"))
                                            .toList())));
        }
    }

    @Command(name = "show", description = "Show a point.")
    Integer show(@Mixin ServerOptions options, @Parameters(paramLabel = "POINT", description = "Its id.") String id)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.whole(terminal(), api.get("points/" + Query.step(id)).body());
        }
    }

    @Command(name = "restore", description = "Let a worker write a disk of a point to a new file.")
    Integer restore(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POINT", description = "Its id.") String id,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "PATH",
                            description = "An absolute path within the worker's image roots, at which nothing is.")
                    String target,
            @Option(names = "--disk", paramLabel = "DISK", description = "Which disk, when there are several.")
                    @Nullable
                    String disk,
            @Option(names = "--format", paramLabel = "FORMAT", description = "qcow2 or raw. Default: qcow2.") @Nullable
                    String format,
            @Option(names = "--wait", description = "Wait for the end and tell how it went.") boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        Map<String, Object> restore = new LinkedHashMap<>();
        restore.put("point", id);
        restore.put("target", target);
        if (disk != null) {
            restore.put("disk", disk);
        }
        if (format != null) {
            restore.put("format", format);
        }
        return start(options, "restores", restore, wait);
    }

    @Command(name = "verify", description = "Let a worker read a point back.")
    Integer verify(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POINT", description = "Its id.") String id,
            @Option(names = "--wait", description = "Wait for the end and tell how it went.") boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        return start(options, "runs", Map.of("kind", "verify", "point", id), wait);
    }

    private Integer start(ServerOptions options, String path, Map<String, ?> order, boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return new RunWatch(terminal(), api).started(api.post(path, order).body(), wait);
        }
    }
}
