package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.PointListing;
import io.tidemark.repository.PointListing.DamagedManifest;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// `tidemark points`: what can be restored.
@Command(name = "points", description = "List the points of a repository, oldest first.")
public final class PointsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(names = "--machine", paramLabel = "NAME", description = "Only the points of this machine.")
    private @Nullable String machine;

    public PointsCommand(Terminal terminal) {
        this.terminal = terminal;
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
            print(points);
            for (DamagedManifest damaged : listing.damaged()) {
                terminal.note("tidemark: warning: a point cannot be read and is not listed: "
                        + damaged.cause().getMessage());
            }
            return (listing.damaged().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS).number();
        }
    }

    private void print(List<Point> points) {
        for (Point point : points) {
            terminal.line(point.id() + "  " + point.createdAt() + "  " + point.machine());
            for (PointDisk disk : point.disks()) {
                terminal.line("    " + disk.name() + "  " + Sizes.of(disk.virtualSize()) + "  "
                        + disk.description().mode());
            }
        }
        terminal.document(json -> {
            json.writeStartArray();
            points.forEach(point -> write(json, point));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Point point) {
        json.writeStartObject();
        json.writeStringProperty("point", point.id().toString());
        json.writeStringProperty("machine", point.machine());
        json.writeStringProperty("createdAt", point.createdAt().toString());
        json.writeArrayPropertyStart("disks");
        for (PointDisk disk : point.disks()) {
            json.writeStartObject();
            json.writeStringProperty("disk", disk.name());
            json.writeNumberProperty("virtualBytes", disk.virtualSize());
            DiskDescription description = disk.description();
            json.writeStringProperty("mode", description.mode());
            json.writeStringProperty("requestedMode", description.requestedMode());
            json.writeStringProperty("reason", description.reason());
            PointId base = description.basePoint();
            if (base == null) {
                json.writeNullProperty("basePoint");
            } else {
                json.writeStringProperty("basePoint", base.toString());
            }
            json.writeNumberProperty("changedBytes", description.changedBytes());
            json.writeNumberProperty("readBytes", description.readBytes());
            json.writeNumberProperty("newChunks", disk.newChunks());
            json.writeNumberProperty("storedBytes", disk.storedBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
