package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `tidemark diff`: what changed between two points.
@Command(name = "diff", description = "Show which bytes differ between two points. " + NotThereYet.HELP)
public final class DiffCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        throw NotThereYet.of("tidemark diff", "\"tidemark backup --json\" tells how much each backup found changed.");
    }
}
