package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.PointListing;
import io.tidemark.repository.PointListing.DamagedManifest;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidemark points`: what can be restored; and, below it, the commands about single points.
@Command(
        name = "points",
        description = {
            "List the points of a repository, oldest first.",
            "",
            "The commands below show, protect and delete single points. Options go behind them."
        },
        synopsisSubcommandLabel = "[COMMAND]")
public final class PointsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(names = "--machine", paramLabel = "NAME", description = "Only the points of this machine.")
    private @Nullable String machine;

    private PointsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The listing with the commands below it.
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new PointsCommand(terminal))
                .addSubcommand(new PointsShowCommand(terminal))
                .addSubcommand(new PointsPinCommand(terminal))
                .addSubcommand(new PointsUnpinCommand(terminal))
                .addSubcommand(new PointsDeleteCommand(terminal));
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            PointListing listing = repository.listPoints();
            List<Point> points = listing.intact().stream()
                    .filter(point -> machine == null || point.machine().equals(machine))
                    .toList();
            if (machine != null && points.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.MISSING,
                        "machine-missing",
                        "Repository " + store.location() + " has no point of a machine \"" + machine
                                + "\". \"tidemark points\" without --machine lists all.");
            }
            print(points, repository.pins().pinned());
            for (DamagedManifest damaged : listing.damaged()) {
                terminal.note("tidemark: warning: a point cannot be read and is not listed: "
                        + damaged.cause().getMessage());
            }
            return (listing.damaged().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS).number();
        }
    }

    private void print(List<Point> points, Set<PointId> pinned) {
        for (Point point : points) {
            terminal.line(point.id() + "  " + Instants.of(point.createdAt()) + "  " + point.machine()
                    + (pinned.contains(point.id()) ? "  pinned" : ""));
            for (PointDisk disk : point.disks()) {
                terminal.line("    " + disk.name() + "  " + Sizes.of(disk.virtualSize()) + "  "
                        + disk.description().mode());
            }
        }
        terminal.document(json -> {
            json.writeStartArray();
            for (Point point : points) {
                json.writeStartObject();
                PointJson.write(json, point, pinned.contains(point.id()));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
