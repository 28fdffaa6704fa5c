package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/// What the commands below `tidemark points` share that do something to several points: which repository, and
/// which points.
final class PointArguments {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec command;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", arity = "1..*", description = "The points' ids.")
    private List<String> words = List.of();

    /// What a command does.
    interface Work {
        ExitCode on(Repository repository, List<PointId> points) throws IOException;
    }

    /// Does something to the points as typed.
    ///
    /// @return the exit code
    /// @throws CommandFailure when a word is no point's id
    int each(Terminal terminal, Work work) throws CommandFailure, IOException {
        requireNoneBefore(command);
        List<PointId> points = new ArrayList<>();
        for (String word : words) {
            points.add(PointArgument.parse(word));
        }
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            return work.on(repository, points).number();
        }
    }

    /// A member with the points' ids, inside an object that is open.
    static void write(JsonGenerator json, String name, List<PointId> points) {
        json.writeArrayPropertyStart(name);
        points.forEach(point -> json.writeString(point.toString()));
        json.writeEndArray();
    }

    /// Options before the command belong to the listing, which does not take place: nobody shall believe that
    /// `--machine web1 delete POINT` looks at the machine.
    static void requireNoneBefore(CommandSpec command) throws CommandFailure {
        ParseResult parent = command.parent().commandLine().getParseResult();
        for (OptionSpec option : parent.matchedOptions()) {
            if (!option.inherited() && !option.longestName().equals("--json")) {
                throw CommandFailure.usage("Give " + option.longestName() + " behind \"points " + command.name()
                        + "\", if that command has it: before it, it would be passed over");
            }
        }
    }
}
