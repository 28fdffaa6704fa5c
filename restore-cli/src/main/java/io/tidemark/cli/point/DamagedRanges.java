package io.tidemark.cli.point;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.repository.content.DamagedRange;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How ranges of a disk that cannot be given back are shown.
final class DamagedRanges {
    private DamagedRanges() {}

    static void tell(Terminal terminal, List<DamagedRange> ranges) {
        for (DamagedRange range : ranges) {
            terminal.note("tidemark: damaged: machine " + range.machine() + ", disk " + range.disk() + ", point "
                    + range.point() + ", bytes " + range.offset() + " to " + range.end() + ": "
                    + range.reason().getMessage());
        }
    }

    static void write(JsonGenerator json, String name, List<DamagedRange> ranges) {
        json.writeArrayPropertyStart(name);
        for (DamagedRange range : ranges) {
            json.writeStartObject();
            json.writeStringProperty("machine", range.machine());
            json.writeStringProperty("disk", range.disk());
            json.writeStringProperty("point", range.point().toString());
            json.writeNumberProperty("start", range.offset());
            json.writeNumberProperty("length", range.length());
            json.writeStringProperty("object", range.object());
            json.writeNumberProperty("objectOffset", range.objectOffset());
            json.writeStringProperty("reason", String.valueOf(range.reason().getMessage()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
