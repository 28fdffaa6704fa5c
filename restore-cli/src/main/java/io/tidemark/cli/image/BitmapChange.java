package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;

/// How a change to an image's bitmaps is reported.
final class BitmapChange {
    private BitmapChange() {}

    /// @param done what was done to the bitmap, as a participle
    static void report(Terminal terminal, ImageArgument argument, String done, String name) {
        terminal.line(done + " bitmap \"" + name + "\" of " + argument.path());
        terminal.document(json -> {
            json.writeStartObject();
            json.writeStringProperty("image", argument.path().toString());
            json.writeStringProperty("bitmap", name);
            json.writeStringProperty("done", done);
            json.writeEndObject();
        });
    }
}
