package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `tidemark forget`: retention by rules.
@Command(name = "forget", description = "Drop points that no retention rule keeps. " + NotThereYet.HELP)
public final class ForgetCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        throw NotThereYet.of("tidemark forget", "Every point is kept; nothing needs to be done.");
    }
}
