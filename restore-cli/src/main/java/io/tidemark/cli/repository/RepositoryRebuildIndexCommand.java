package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `tidemark repository rebuild-index`: the index, from the packs alone.
@Command(name = "rebuild-index", description = "Write the index anew from the packs. " + NotThereYet.HELP)
final class RepositoryRebuildIndexCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        throw NotThereYet.of(
                "tidemark repository rebuild-index", "\"tidemark repository check\" tells whether the index is whole.");
    }
}
