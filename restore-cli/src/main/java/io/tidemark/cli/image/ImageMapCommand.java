package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/// `tidemark image map`: the extents, as `qemu-img map --output=json` prints them since QEMU 8.2; before it
/// had no `compressed`.
@Command(
        name = "map",
        description = "Print an image's extents, with its backing files', as \"qemu-img map --output=json\" does.")
final class ImageMapCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    ImageMapCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Qcow2Image image = argument.open(Access.READ)) {
            ExtentCursor extents = image.extents(0, image.virtualSize());
            // The first extent is read before anything is printed, as most damage shows there.
            @Nullable Extent extent = extents.next();
            JsonLines lines = new JsonLines(terminal);
            for (; extent != null; extent = extents.next()) {
                Extent found = extent;
                lines.object(json -> write(json, found));
            }
            lines.end();
            return ExitCode.DONE.number();
        }
    }

    private static void write(JsonGenerator json, Extent extent) {
        json.writeNumberProperty("start", extent.start());
        json.writeNumberProperty("length", extent.length());
        json.writeNumberProperty("depth", extent.depth());
        json.writeBooleanProperty("present", extent.present());
        json.writeBooleanProperty("zero", extent.zero());
        json.writeBooleanProperty("data", extent.data());
        json.writeBooleanProperty("compressed", extent.compressed());
        if (extent.hostOffset() != Extent.NO_OFFSET) {
            json.writeNumberProperty("offset", extent.hostOffset());
        }
    }
}
