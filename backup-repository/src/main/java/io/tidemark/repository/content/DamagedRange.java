package io.tidemark.repository.content;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.util.Optional;

/// Bytes of a disk that cannot be read back.
///
/// @param offset  of the disk, in bytes
/// @param length  bytes; where the map itself is damaged, some of them may be holes
/// @param object  the key of the object that is damaged or missing
/// @param objectOffset  where in it
/// @param reason  what was expected and found there
public record DamagedRange(
        String machine,
        PointId point,
        String disk,
        long offset,
        long length,
        String object,
        long objectOffset,
        RepositoryException reason) {

    /// A whole disk, of which nothing can be read.
    public static DamagedRange ofDisk(Point point, PointDisk disk, RepositoryException reason) {
        return new DamagedRange(
                point.machine(),
                point.id(),
                disk.name(),
                0,
                disk.virtualSize(),
                reason instanceof ObjectCorruptException corrupt ? corrupt.key() : "",
                reason instanceof ObjectCorruptException corrupt ? corrupt.offset() : 0,
                reason);
    }

    /// The bytes of some chunks of a disk.
    public static DamagedRange ofChunks(DiskContent content, long firstChunk, long count, RepositoryException reason) {
        long offset = firstChunk * content.chunkSize();
        return of(content, offset, Math.min(count * content.chunkSize(), content.virtualSize() - offset), reason);
    }

    static DamagedRange of(DiskContent content, long offset, long length, RepositoryException reason) {
        String object = reason instanceof ObjectCorruptException corrupt ? corrupt.key() : "";
        long at = reason instanceof ObjectCorruptException corrupt ? corrupt.offset() : 0;
        return new DamagedRange(
                content.point().machine(),
                content.point().id(),
                content.disk().name(),
                offset,
                length,
                object,
                at,
                reason);
    }

    /// This range and one that begins where it ends, if the same object is to blame for both. Where in the
    /// object, and why, is told of the first.
    public Optional<DamagedRange> joined(DamagedRange next) {
        boolean follows = next.offset == end()
                && next.point.equals(point)
                && next.disk.equals(disk)
                && next.object.equals(object);
        return follows
                ? Optional.of(new DamagedRange(
                        machine, point, disk, offset, length + next.length, object, objectOffset, reason))
                : Optional.empty();
    }

    /// The first byte after the range.
    public long end() {
        return offset + length;
    }
}
