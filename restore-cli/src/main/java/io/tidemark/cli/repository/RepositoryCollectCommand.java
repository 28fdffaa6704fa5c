package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `tidemark repository collect`: frees what no point needs.
@Command(name = "collect", description = "Delete objects that no point needs any more. " + NotThereYet.HELP)
final class RepositoryCollectCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        throw NotThereYet.of(
                "tidemark repository collect", "What unfinished backups left behind does no harm; it only takes room.");
    }
}
