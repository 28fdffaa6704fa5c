package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidemark points unpin`: lifts the protection of points.
@Command(
        name = "unpin",
        description = "Lift every pin of points, whoever set it. They stay until something deletes them.")
final class PointsUnpinCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", arity = "1..*", description = "The points' ids.")
    private List<String> points = List.of();

    PointsUnpinCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        PointArguments.requireNoneBefore(spec);
        List<PointId> ids = PointArguments.parse(points);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            Map<PointId, Integer> lifted = new LinkedHashMap<>();
            for (PointId id : ids) {
                int pins = repository.pins().unpin(id);
                lifted.put(id, pins);
                terminal.line((pins == 0 ? "was not pinned: " : "unpinned ") + id);
            }
            terminal.document(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("unpinned");
                lifted.forEach((id, pins) -> {
                    json.writeStartObject();
                    json.writeStringProperty("point", id.toString());
                    json.writeNumberProperty("pins", pins);
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeEndObject();
            });
            return ExitCode.DONE.number();
        }
    }
}
