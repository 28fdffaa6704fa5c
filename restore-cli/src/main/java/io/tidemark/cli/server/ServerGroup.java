package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Terminal;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A group of commands about one kind of thing that a server knows; each command is a method.
abstract class ServerGroup implements Runnable {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    ServerGroup(Terminal terminal) {
        this.terminal = terminal;
    }

    final Terminal terminal() {
        return terminal;
    }

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: "
                        + spec.subcommands().keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
}
