package io.tidemark.cli.image;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.LongWord;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.source.Access;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemark image bitmap add`: a new, empty, recording bitmap.
@Command(name = "add", description = "Store a new, empty bitmap in which QEMU records writes from its next start on.")
final class BitmapAddCommand implements Callable<Integer> {
    private static final long LEAST_DEFAULT = 4096;
    private static final long MOST_DEFAULT = 65536;

    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    @Parameters(index = "1", paramLabel = "NAME", description = "The bitmap's name.")
    private String name = "";

    @Option(
            names = "--granularity",
            paramLabel = "N",
            converter = LongWord.class,
            description = "Bytes that one bit stands for: a power of two from 512 to 2147483648."
                    + " Default: the cluster size, at least 4096 and at most 65536, as QEMU does.")
    private @Nullable Long granularity;

    BitmapAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (Qcow2Image image = argument.open(Access.WRITE)) {
            long chosen =
                    granularity != null ? granularity : Math.clamp(image.clusterSize(), LEAST_DEFAULT, MOST_DEFAULT);
            if (Long.bitCount(chosen) != 1 || chosen < 512 || chosen > 1L << 31) {
                throw CommandFailure.usage(
                        "--granularity must be a power of two from 512 to 2147483648, but is " + chosen);
            }
            image.editBitmaps().add(name, chosen, Recording.ON).store();
            BitmapChange.report(terminal, argument, "added", name);
            return ExitCode.DONE.number();
        }
    }
}
