package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", arity = "1..*", description = "The points' ids.")
    private List<String> points = List.of();

    @Option(
            names = "--damaged",
            description = "Delete points too whose manifest is damaged, so that nobody knows whose they are.")
    private boolean damaged;

    PointsDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        PointArguments.requireNoneBefore(spec);
        List<PointId> ids = PointArguments.parse(points);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            if (damaged) {
                repository.deleteEvenDamaged(ids);
            } else {
                repository.delete(ids);
            }
            ids.forEach(id -> terminal.line("deleted " + id));
            terminal.document(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("deleted");
                ids.forEach(id -> json.writeString(id.toString()));
                json.writeEndArray();
                json.writeEndObject();
            });
            return ExitCode.DONE.number();
        }
    }
}
