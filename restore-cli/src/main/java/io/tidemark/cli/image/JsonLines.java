package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Terminal;
import java.io.BufferedOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.MinimalPrettyPrinter;

/// A JSON array of objects, one on a line, written to standard output as it comes: it may be longer than memory. It is
/// laid out as QEMU's tools lay theirs out. Without [#end] the array stays open, so that after a failure nobody takes
/// a part for the whole.
final class JsonLines {
    private static final int BUFFER = 1 << 16;

    private final JsonGenerator json;

    JsonLines(Terminal terminal) {
        json = new JsonFactory()
                .createGenerator(new OneObjectALine(), new BufferedOutputStream(terminal.stream(), BUFFER));
        json.writeStartArray();
    }

    /// Adds an object with the properties that `content` writes.
    void object(Consumer<JsonGenerator> content) {
        json.writeStartObject();
        content.accept(json);
        json.writeEndObject();
    }

    /// Ends the array, and the last line.
    void end() {
        json.writeEndArray();
        json.writeRaw('\n');
        json.flush();
    }

    private static final class OneObjectALine extends ObjectWriteContext.Base {
        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new MinimalPrettyPrinter() {
                @Override
                public void writeStartObject(JsonGenerator g) {
                    g.writeRaw("{ ");
                }

                @Override
                public void writeObjectNameValueSeparator(JsonGenerator g) {
                    g.writeRaw(": ");
                }

                @Override
                public void writeObjectEntrySeparator(JsonGenerator g) {
                    g.writeRaw(", ");
                }

                @Override
                public void writeArrayValueSeparator(JsonGenerator g) {
                    g.writeRaw(",\n");
                }
            };
        }
    }
}
