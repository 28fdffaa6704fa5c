package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidemark image bitmap dump`: the dirty bytes, as a JSON array with and without `--json`.
@Command(
        name = "dump",
        description = "Print the ranges that a bitmap says are dirty: [{\"start\": …, \"length\": …}, …], in bytes.")
final class BitmapDumpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    @Parameters(index = "1", paramLabel = "NAME", description = "The bitmap's name.")
    private String name = "";

    BitmapDumpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Qcow2Image image = argument.open(Access.READ)) {
            RangeCursor ranges = image.dirtyExtents(argument.bitmap(image, name));
            // The first range is read before anything is printed: what is wrong with the bitmap as a whole shows there.
            ByteRange range = ranges.next();
            JsonLines lines = new JsonLines(terminal);
            for (; range != null; range = ranges.next()) {
                ByteRange dirty = range;
                lines.object(json -> {
                    json.writeNumberProperty("start", dirty.start());
                    json.writeNumberProperty("length", dirty.length());
                });
            }
            lines.end();
            return ExitCode.DONE.number();
        }
    }
}
