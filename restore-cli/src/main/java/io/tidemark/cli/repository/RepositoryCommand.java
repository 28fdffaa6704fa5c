package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidemark repository`: the group of commands about where backups are kept.
@Command(name = "repository", description = "Make a repository, look into it, check it.")
public final class RepositoryCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private RepositoryCommand() {}

    /// The group with its commands.
    ///
    /// @param check  the command `check`, which is one of those about points
    public static CommandLine commandLine(Terminal terminal, Object check) {
        return new CommandLine(new RepositoryCommand())
                .addSubcommand(new RepositoryInitCommand(terminal))
                .addSubcommand(new RepositoryShowCommand(terminal))
                .addSubcommand(check)
                .addSubcommand(new RepositoryCollectCommand(terminal))
                .addSubcommand(new RepositoryRebuildIndexCommand(terminal))
                .addSubcommand(KeyCommand.commandLine(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: init, show, check, collect, rebuild-index or key");
    }
}
