package io.tidemark.cli;

import io.tidemark.cli.terminal.CommandFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tidemark worker`: a program of its own, started by the launcher; here for the help.
@Command(
        name = "worker",
        description = {
            "Run a worker alone, for one more host of a pool.",
            "",
            "Settings are properties under tidemark.*, given as words (--tidemark.data-directory=/srv/tidemark) or"
                    + " as environment variables (TIDEMARK_DATA_DIRECTORY). docs/operations/configuration.md lists"
                    + " them."
        })
final class WorkerCommand implements Callable<Integer> {
    @Override
    public Integer call() throws CommandFailure {
        throw CommandFailure.usage("\"tidemark worker\" is started by the launcher \"tidemark\";"
                + " with Java alone: java -jar tidemark-worker.jar");
    }
}
