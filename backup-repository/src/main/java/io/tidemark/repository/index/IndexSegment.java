package io.tidemark.repository.index;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.sealing.Sealing;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// An index table as an object in the bucket: immutable, written once the packs it names are stored.
final class IndexSegment {

    private static final int TABLE_AT = ObjectHeader.LENGTH + 8;

    private IndexSegment() {}

    static ByteBuffer encode(Sealing sealing, SegmentId id, ByteBuffer table) {
        return sealing.enclose(ObjectKind.INDEX_SEGMENT, id.id(), table);
    }

    /// Bytes of a segment.
    ///
    /// @param table  bytes of its table
    static long length(Sealing sealing, long table) {
        return encode(sealing, SegmentId.random(), ByteBuffer.allocate(0)).remaining() + table;
    }

    /// Checks a segment down to its last entry and gives its table.
    static ByteBuffer parse(Sealing sealing, SegmentId id, ByteBuffer object) throws RepositoryException {
        BoundedReader body = sealing.open(id.key(), object, ObjectKind.INDEX_SEGMENT, id.id());
        ByteBuffer table = body.bytes(body.remaining(), "index table");
        table(id, table).requireSound(id.key(), TABLE_AT);
        return table;
    }

    private static IndexTable table(SegmentId id, ByteBuffer table) throws ObjectCorruptException {
        return IndexTable.of(id.key(), TABLE_AT, MemorySegment.ofBuffer(table));
    }
}
