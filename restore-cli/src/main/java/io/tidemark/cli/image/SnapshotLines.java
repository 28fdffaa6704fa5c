package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.qcow2.format.Snapshot;
import tools.jackson.core.JsonGenerator;

/// How internal snapshots are listed.
final class SnapshotLines {
    private SnapshotLines() {}

    static void print(Terminal terminal, Snapshot snapshot) {
        terminal.line("snapshot      " + snapshot.id() + " \"" + snapshot.name() + "\", made " + snapshot.created()
                + ", disk of " + Sizes.of(snapshot.diskSize())
                + (snapshot.vmStateSize() == 0 ? "" : ", machine state of " + Sizes.of(snapshot.vmStateSize())));
    }

    static void write(JsonGenerator json, Snapshot snapshot) {
        json.writeStartObject();
        json.writeStringProperty("id", snapshot.id().text());
        json.writeStringProperty("name", snapshot.name().text());
        json.writeStringProperty("createdAt", snapshot.created().toString());
        json.writeNumberProperty("diskBytes", snapshot.diskSize());
        json.writeNumberProperty("vmStateBytes", snapshot.vmStateSize());
        json.writeNumberProperty("vmClockNanos", snapshot.vmClock().toNanos());
        json.writeName("icount");
        snapshot.icount().ifPresentOrElse(json::writeNumber, json::writeNull);
        json.writeEndObject();
    }
}
