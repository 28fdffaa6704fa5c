package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidemark repository key`: the group of commands about the passphrases of a sealed repository.
@Command(
        name = "key",
        description = "List, add, remove and replace the passphrases that open a sealed repository. Nothing else in the"
                + " repository is read or stored again.")
final class KeyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /// The group with its commands.
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new KeyListCommand(terminal))
                .addSubcommand(new KeyAddCommand(terminal))
                .addSubcommand(new KeyRemoveCommand(terminal))
                .addSubcommand(new KeyRotateCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, add, remove or rotate");
    }
}
