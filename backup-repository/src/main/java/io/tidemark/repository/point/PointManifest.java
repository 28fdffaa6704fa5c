package io.tidemark.repository.point;

import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.sealing.Sealing;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The object that makes a point exist ("Point manifest" in `docs/repository-format.md`). Storing it is the commit.
///
/// @param epoch  of the collection that its writer heeded: nothing that this point needs lies only in what fences up to
///     this one put at stake
/// @param segments  the index segments that were written for this point, all stored before it
public record PointManifest(Point point, Epoch epoch, List<SegmentId> segments) {

    /// Larger ones are refused before they are read.
    private static final int MAX_SEGMENTS = 1 << 20;

    public PointManifest {
        segments = List.copyOf(segments);
    }

    public ByteBuffer encode(Sealing sealing) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeInt(0);
            out.writeInt(0);
            ManifestField.write(out, epoch.objectId());
            ManifestField.write(out, point.createdAt());
            ManifestField.write(out, point.machine());
            out.writeInt(segments.size());
            for (SegmentId segment : segments) {
                ManifestField.write(out, segment.id());
            }
            out.writeShort(point.disks().size());
            for (PointDisk disk : point.disks()) {
                byte[] record = ManifestDisk.encode(disk);
                out.writeInt(record.length);
                out.write(record);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory refused to be written", e);
        }
        return sealing.enclose(ObjectKind.POINT, point.id().id(), ByteBuffer.wrap(body.toByteArray()));
    }

    /// Reads and checks the manifest of a point.
    ///
    /// @param object  all of its bytes
    public static PointManifest parse(Sealing sealing, PointId id, ByteBuffer object) throws RepositoryException {
        BoundedReader in = sealing.open(id.key(), object, ObjectKind.POINT, id.id());
        long required = in.u32("required features");
        if (required != 0) {
            throw new FormatTooNewException(
                    id.key(), "required features 0x" + Long.toHexString(required), "no such features");
        }
        in.u32("optional features");
        Epoch epoch = new Epoch(in.i64("number of the collection epoch"), in.i64("salt of the collection epoch"));
        try {
            Instant createdAt = ManifestField.instant(in);
            String machine = in.text(PointText.MAX_BYTES, "the machine's name");
            List<SegmentId> segments = new ArrayList<>();
            int segmentCount = in.count(MAX_SEGMENTS, "number of segments");
            for (int i = 0; i < segmentCount; i++) {
                segments.add(new SegmentId(in.uuid("segment id")));
            }
            List<PointDisk> disks = new ArrayList<>();
            int diskCount = in.u16("number of disks");
            for (int i = 0; i < diskCount; i++) {
                int length = in.count(in.remaining(), "length of a disk's record");
                disks.add(ManifestDisk.parse(in.part(length, "disk record")));
            }
            return new PointManifest(new Point(id, machine, createdAt, disks), epoch, segments);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ObjectCorruptException(
                    id.key(), in.offset(), "a point that makes sense", String.valueOf(e.getMessage()), e);
        }
    }
}
