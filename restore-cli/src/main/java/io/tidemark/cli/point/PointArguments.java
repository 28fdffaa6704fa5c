package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.repository.point.PointId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What the commands below `tidemark points` share.
final class PointArguments {
    private PointArguments() {}

    /// The points as typed.
    ///
    /// @throws CommandFailure when a word is no point's id
    static List<PointId> parse(List<String> words) throws CommandFailure {
        List<PointId> points = new ArrayList<>();
        for (String word : words) {
            points.add(PointArgument.parse(word));
        }
        return points;
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
