package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidemark points pin`: protects points.
@Command(
        name = "pin",
        description = "Protect points: neither \"forget\" nor \"points delete\" deletes them until they are unpinned.")
final class PointsPinCommand implements Callable<Integer> {
    private static final int LONGEST_REASON = 4096;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", arity = "1..*", description = "The points' ids.")
    private List<String> points = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who come later.")
    private String reason = "";

    PointsPinCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        PointArguments.requireNoneBefore(spec);
        List<PointId> ids = PointArguments.parse(points);
        if (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            throw CommandFailure.usage("--reason has more than " + LONGEST_REASON + " bytes");
        }
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            for (PointId id : ids) {
                repository.pins().pin(id, Instant.now(), reason);
                terminal.line("pinned " + id);
            }
            terminal.document(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("pinned");
                ids.forEach(id -> json.writeString(id.toString()));
                json.writeEndArray();
                json.writeEndObject();
            });
            return ExitCode.DONE.number();
        }
    }
}
