package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidemark image bitmap clear`.
@Command(name = "clear", description = "Set all bits of a bitmap to clean.")
final class BitmapClearCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    @Parameters(index = "1", paramLabel = "NAME", description = "The bitmap's name.")
    private String name = "";

    BitmapClearCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Qcow2Image image = argument.open(Access.WRITE)) {
            image.editBitmaps().clear(argument.bitmap(image, name).name()).store();
            BitmapChange.report(terminal, argument, "cleared", name);
            return ExitCode.DONE.number();
        }
    }
}
