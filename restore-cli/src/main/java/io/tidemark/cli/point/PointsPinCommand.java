package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidemark points pin`: protects points.
@Command(
        name = "pin",
        description =
                "Protect points: neither \"forget\" nor \"points delete\" deletes them until they are unpinned. Warns"
                        + " when one is damaged.")
final class PointsPinCommand implements Callable<Integer> {
    private static final int LONGEST_REASON = 4096;

    private final Terminal terminal;

    @Mixin
    private final PointArguments points = new PointArguments();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who come later.")
    private String reason = "";

    PointsPinCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            throw CommandFailure.usage("--reason has more than " + LONGEST_REASON + " bytes");
        }
        return points.each(terminal, (repository, ids) -> {
            List<String> warnings = new ArrayList<>();
            for (PointId id : ids) {
                repository.pins().pin(id, Instant.now(), reason);
                terminal.line("pinned " + id);
                try {
                    repository.point(id);
                } catch (RepositoryException damaged) {
                    warnings.add("point " + id + " was pinned, but cannot be read: " + damaged.getMessage());
                }
            }
            warnings.forEach(warning -> terminal.note("tidemark: " + warning));
            terminal.document(json -> {
                json.writeStartObject();
                PointArguments.write(json, "pinned", ids);
                json.writeArrayPropertyStart("warnings");
                warnings.forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            });
            return warnings.isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
        });
    }
}
