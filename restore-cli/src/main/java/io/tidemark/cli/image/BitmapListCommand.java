package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.source.Access;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark image bitmap list`.
@Command(name = "list", description = "List an image's bitmaps.")
final class BitmapListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    BitmapListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Qcow2Image image = argument.open(Access.READ)) {
            List<DirtyBitmap> bitmaps = BitmapLines.print(terminal, image);
            terminal.document(json -> {
                json.writeStartArray();
                bitmaps.forEach(bitmap -> BitmapLines.write(json, bitmap));
                json.writeEndArray();
            });
            return ExitCode.DONE.number();
        }
    }
}
