package io.tidemark.cli;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tidemark completion`: a script by which a shell completes commands and options.
@Command(
        name = "completion",
        description = {
            "Print a script for bash and zsh that completes commands and options.",
            "",
            "For this shell: source <(tidemark completion). For all: tidemark completion"
                    + " > /etc/bash_completion.d/tidemark."
        })
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PrintWriter out = terminal.writer();
        out.print(AutoComplete.bash("tidemark", spec.root().commandLine()));
        out.flush();
        return ExitCode.DONE.number();
    }
}
