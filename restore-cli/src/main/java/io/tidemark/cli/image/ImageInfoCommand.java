package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.BackingFile;
import io.tidemark.qcow2.DataFile;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.source.Access;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/// `tidemark image info`: what an image says of itself.
@Command(name = "info", description = "Show an image's size, the files it needs, its snapshots and bitmaps.")
final class ImageInfoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    ImageInfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Qcow2Image image = argument.open(Access.READ)) {
            terminal.line("image         " + argument.path());
            terminal.line("format        qcow2 version " + image.version());
            terminal.line("virtual size  " + Sizes.of(image.virtualSize()) + " (" + image.virtualSize() + " bytes)");
            terminal.line("cluster size  " + Sizes.of(image.clusterSize()));
            image.backing()
                    .ifPresent(
                            backing -> terminal.line("backing file  " + backing.name() + " (" + backing.path() + ")"));
            image.dataFile()
                    .ifPresent(data -> terminal.line(
                            "data file     " + data.name() + " (" + data.path() + ")" + (data.raw() ? ", raw" : "")));
            List<Snapshot> snapshots = image.snapshots();
            snapshots.forEach(snapshot -> SnapshotLines.print(terminal, snapshot));
            List<DirtyBitmap> bitmaps = BitmapLines.print(terminal, image);
            boolean valid = image.bitmapsValid();
            terminal.document(json -> write(json, image, snapshots, valid, bitmaps));
            return ExitCode.DONE.number();
        }
    }

    private void write(
            JsonGenerator json,
            Qcow2Image image,
            List<Snapshot> snapshots,
            boolean bitmapsValid,
            List<DirtyBitmap> bitmaps) {
        json.writeStartObject();
        json.writeStringProperty("image", argument.path().toString());
        json.writeStringProperty("format", "qcow2");
        json.writeNumberProperty("version", image.version());
        json.writeNumberProperty("virtualBytes", image.virtualSize());
        json.writeNumberProperty("clusterSize", image.clusterSize());
        json.writeName("backing");
        image.backing().ifPresentOrElse(backing -> write(json, backing), json::writeNull);
        json.writeName("dataFile");
        image.dataFile().ifPresentOrElse(data -> write(json, data), json::writeNull);
        json.writeArrayPropertyStart("snapshots");
        snapshots.forEach(snapshot -> SnapshotLines.write(json, snapshot));
        json.writeEndArray();
        json.writeBooleanProperty("bitmapsValid", bitmapsValid);
        json.writeArrayPropertyStart("bitmaps");
        for (DirtyBitmap bitmap : bitmaps) {
            BitmapLines.write(json, bitmap);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, BackingFile backing) {
        json.writeStartObject();
        json.writeStringProperty("name", backing.name());
        json.writeName("format");
        if (backing.format() == null) {
            json.writeNull();
        } else {
            json.writeString(backing.format());
        }
        json.writeStringProperty("path", backing.path().toString());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, DataFile data) {
        json.writeStartObject();
        json.writeStringProperty("name", data.name());
        json.writeBooleanProperty("raw", data.raw());
        json.writeStringProperty("path", data.path().toString());
        json.writeEndObject();
    }
}
