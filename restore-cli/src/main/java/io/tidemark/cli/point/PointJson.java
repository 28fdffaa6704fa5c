package io.tidemark.cli.point;

import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import tools.jackson.core.JsonGenerator;

/// How a point is written into a JSON document.
final class PointJson {
    private PointJson() {}

    /// The properties of a point, inside an object that is open.
    static void write(JsonGenerator json, Point point, boolean pinned) {
        json.writeStringProperty("point", point.id().toString());
        json.writeStringProperty("machine", point.machine());
        json.writeStringProperty("createdAt", point.createdAt().toString());
        json.writeBooleanProperty("pinned", pinned);
        json.writeArrayPropertyStart("disks");
        for (PointDisk disk : point.disks()) {
            json.writeStartObject();
            write(json, disk);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, PointDisk disk) {
        json.writeStringProperty("disk", disk.name());
        json.writeNumberProperty("virtualBytes", disk.virtualSize());
        DiskDescription description = disk.description();
        json.writeStringProperty("mode", description.mode());
        json.writeStringProperty("requestedMode", description.requestedMode());
        json.writeStringProperty("reason", description.reason());
        PointId base = description.basePoint();
        if (base == null) {
            json.writeNullProperty("basePoint");
        } else {
            json.writeStringProperty("basePoint", base.toString());
        }
        json.writeNumberProperty("changedBytes", description.changedBytes());
        json.writeNumberProperty("readBytes", description.readBytes());
        json.writeNumberProperty("newChunks", disk.newChunks());
        json.writeNumberProperty("storedBytes", disk.storedBytes());
    }
}
