package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidemark points delete`: ends points by their ids.
@Command(
        name = "delete",
        description = {
            "Delete points. All of them, or none when one is pinned, missing or damaged.",
            "",
            "There is no way back. Their content stays in the repository until \"tidemark repository collect\" finds"
                    + " that no other point needs it. Deleting a machine's newest point makes its next backup read"
                    + " everything. \"tidemark forget\" deletes by rules."
        })
final class PointsDeleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PointArguments points = new PointArguments();

    @Option(
            names = "--damaged",
            description =
                    "Delete points whose manifests are damaged, so that nobody knows whose they are. Refused when one of"
                            + " them is not damaged.")
    private boolean damaged;

    PointsDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        return points.each(terminal, (repository, ids) -> {
            if (damaged) {
                repository.deleteDamaged(ids);
            } else {
                repository.delete(ids);
            }
            ids.forEach(id -> terminal.line("deleted " + id));
            terminal.document(json -> {
                json.writeStartObject();
                PointArguments.write(json, "deleted", ids);
                json.writeEndObject();
            });
            return ExitCode.DONE;
        });
    }
}
