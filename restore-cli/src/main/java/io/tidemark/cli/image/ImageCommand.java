package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidemark image`: the group of commands that look into one qcow2 image.
@Command(name = "image", description = "Look into a qcow2 image and its bitmaps.")
public final class ImageCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private ImageCommand() {}

    /// The group with its commands.
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new ImageCommand())
                .addSubcommand(new ImageInfoCommand(terminal))
                .addSubcommand(new ImageCheckCommand(terminal))
                .addSubcommand(new ImageMapCommand(terminal))
                .addSubcommand(BitmapCommand.commandLine(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: info, check, map or bitmap");
    }
}
