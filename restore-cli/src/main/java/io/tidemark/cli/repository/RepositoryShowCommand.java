package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark repository show`: what a repository is and which machines it holds.
@Command(name = "show", description = "Show a repository's settings and its machines.")
final class RepositoryShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    RepositoryShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            TreeMap<String, List<Point>> machines = repository.points().stream()
                    .collect(Collectors.groupingBy(Point::machine, TreeMap::new, Collectors.toList()));
            RepositoryFormat format = repository.format();
            LockSettings lock = format.lock();
            terminal.line("repository " + repository.id() + " at " + store.location());
            terminal.line("  format version " + format.version() + ", made " + Instants.of(format.createdAt()));
            terminal.line("  chunks of " + Sizes.of(format.chunkSize()) + ", named by "
                    + format.sealing().hash()
                    + (format.isSealed() ? ", sealed by " + format.sealing() : ", not sealed")
                    + (lock == null
                            ? ", not locked"
                            : ", locked for " + lock.period().toSeconds() + " s ("
                                    + lock.mode().wireName() + ")"));
            machines.forEach((machine, points) -> terminal.line("  " + machine + ": " + points.size()
                    + " point(s), the newest " + points.getLast().id() + " of "
                    + Instants.of(points.getLast().createdAt())));
            terminal.document(json -> {
                json.writeStartObject();
                json.writeStringProperty("id", repository.id().toString());
                json.writeStringProperty("location", store.location());
                json.writeNumberProperty("formatVersion", format.version());
                json.writeStringProperty("createdAt", format.createdAt().toString());
                json.writeNumberProperty("chunkSize", format.chunkSize());
                json.writeStringProperty("hash", format.sealing().hash());
                json.writeBooleanProperty("sealed", format.isSealed());
                json.writeStringProperty("sealing", format.sealing().toString());
                if (lock != null) {
                    json.writeStringProperty("lockMode", lock.mode().wireName());
                    json.writeNumberProperty("lockSeconds", lock.period().toSeconds());
                }
                json.writeArrayPropertyStart("machines");
                machines.forEach((machine, points) -> {
                    json.writeStartObject();
                    json.writeStringProperty("machine", machine);
                    json.writeNumberProperty("points", points.size());
                    json.writeStringProperty(
                            "newestPoint", points.getLast().id().toString());
                    json.writeStringProperty(
                            "newestAt", points.getLast().createdAt().toString());
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeEndObject();
            });
            return ExitCode.DONE.number();
        }
    }
}
