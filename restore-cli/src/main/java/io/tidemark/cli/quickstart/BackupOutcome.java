package io.tidemark.cli.quickstart;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// What one backup of the quickstart did, as the server recorded it.
///
/// @param uploadedBytes every byte put into the store, metadata included
record BackupOutcome(
        String run,
        String point,
        String policy,
        String mode,
        String reason,
        long changedBytes,
        long readBytes,
        long uploadedBytes) {

    /// Reads a finished run with one disk.
    static BackupOutcome of(JsonNode run) {
        JsonNode disk = run.path("disks").path(0);
        return new BackupOutcome(
                run.path("id").asString(),
                run.path("point").asString(""),
                run.path("policy").path("name").asString(""),
                disk.path("mode").asString(""),
                disk.path("reason").asString(""),
                disk.path("changedBytes").asLong(0),
                disk.path("readBytes").asLong(0),
                run.path("progress").path("uploadedBytes").asLong(0));
    }

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("run", run);
        json.writeStringProperty("point", point);
        json.writeStringProperty("policy", policy);
        json.writeStringProperty("mode", mode);
        json.writeStringProperty("reason", reason);
        json.writeNumberProperty("changedBytes", changedBytes);
        json.writeNumberProperty("readBytes", readBytes);
        json.writeNumberProperty("uploadedBytes", uploadedBytes);
        json.writeEndObject();
    }
}
