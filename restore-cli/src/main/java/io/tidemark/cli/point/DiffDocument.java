package io.tidemark.cli.point;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import java.io.BufferedOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A difference as a JSON document, written as it is found. After a failure it stays unfinished, so that
/// nobody takes a part for the whole.
final class DiffDocument implements DiffOutput {
    private static final int BUFFER = 1 << 16;
    private static final int DAMAGE_LISTED = 1000;

    private final Terminal terminal;
    private final JsonGenerator json;
    private final List<DamagedRange> damaged = new ArrayList<>();

    DiffDocument(Terminal terminal) {
        this.terminal = terminal;
        this.json = new JsonFactory()
                .createGenerator(ObjectWriteContext.empty(), new BufferedOutputStream(terminal.stream(), BUFFER));
    }

    @Override
    public void begin(Point before, Point after) {
        json.writeStartObject();
        json.writeStringProperty("from", before.id().toString());
        json.writeStringProperty("to", after.id().toString());
        json.writeArrayPropertyStart("disks");
    }

    @Override
    public void disk(String name, @Nullable PointDisk before, @Nullable PointDisk after) {
        damaged.clear();
        json.writeStartObject();
        json.writeStringProperty("disk", name);
        String state = before == null ? "added" : after == null ? "removed" : "compared";
        json.writeStringProperty("state", state);
        size("virtualBytesBefore", before);
        size("virtualBytesAfter", after);
        json.writeArrayPropertyStart("ranges");
    }

    private void size(String name, @Nullable PointDisk disk) {
        if (disk == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, disk.virtualSize());
        }
    }

    @Override
    public void changed(DataRange range) {
        json.writeStartObject();
        json.writeNumberProperty("start", range.start());
        json.writeNumberProperty("length", range.length());
        json.writeEndObject();
    }

    @Override
    public void damaged(DamagedRange range) {
        if (damaged.size() < DAMAGE_LISTED) {
            damaged.add(range);
        }
        DamagedRanges.tell(terminal, List.of(range));
    }

    @Override
    public void diskEnd(DiffTotals totals, long pagesRead) {
        json.writeEndArray();
        json.writeNumberProperty("changedBytes", totals.changedBytes());
        json.writeNumberProperty("pagesRead", pagesRead);
        DamagedRanges.write(json, "damaged", damaged);
        json.writeEndObject();
    }

    @Override
    public void end() {
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
