package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidemark image bitmap`: the group of commands about the persistent dirty bitmaps of an image.
@Command(name = "bitmap", description = "List, make, drop, empty and print an image's persistent dirty bitmaps.")
final class BitmapCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /// The group with its commands.
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new BitmapCommand())
                .addSubcommand(new BitmapListCommand(terminal))
                .addSubcommand(new BitmapAddCommand(terminal))
                .addSubcommand(new BitmapRemoveCommand(terminal))
                .addSubcommand(new BitmapClearCommand(terminal))
                .addSubcommand(new BitmapDumpCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, add, remove, clear or dump");
    }
}
