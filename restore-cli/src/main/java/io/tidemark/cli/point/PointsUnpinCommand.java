package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark points unpin`: lifts the protection of points.
@Command(
        name = "unpin",
        description = "Lift every pin of points, whoever set it. They stay until something deletes them.")
final class PointsUnpinCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PointArguments points = new PointArguments();

    PointsUnpinCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        return points.each(terminal, (repository, ids) -> {
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
            return ExitCode.DONE;
        });
    }
}
