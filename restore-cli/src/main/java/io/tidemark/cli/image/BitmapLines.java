package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How bitmaps are listed.
final class BitmapLines {
    private BitmapLines() {}

    /// Prints the bitmaps of an image, and returns them.
    static List<DirtyBitmap> print(Terminal terminal, Qcow2Image image) throws IOException {
        if (!image.bitmapsValid()) {
            terminal.note(
                    "tidemark: a program that does not keep bitmaps wrote to the image: all its bitmaps are void");
        }
        List<DirtyBitmap> bitmaps = image.bitmaps();
        for (DirtyBitmap bitmap : bitmaps) {
            String unusable = bitmap.unusable();
            terminal.line("bitmap        " + bitmap.name() + ": granularity " + Sizes.of(bitmap.granularity())
                    + (bitmap.recording() ? ", recording" : ", not recording")
                    + (unusable == null ? "" : ", unusable: " + unusable));
        }
        return bitmaps;
    }

    static void write(JsonGenerator json, DirtyBitmap bitmap) {
        json.writeStartObject();
        json.writeStringProperty("name", bitmap.name());
        json.writeNumberProperty("granularity", bitmap.granularity());
        json.writeBooleanProperty("recording", bitmap.recording());
        json.writeBooleanProperty("inconsistent", bitmap.inconsistent());
        json.writeBooleanProperty("usable", bitmap.usable());
        json.writeName("unusable");
        if (bitmap.unusable() == null) {
            json.writeNull();
        } else {
            json.writeString(bitmap.unusable());
        }
        json.writeEndObject();
    }
}
