package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.format.ObjectHeader;

/// Where a record lies and how it is encoded.
///
/// @param pack  the object
/// @param offset  from the object's start
/// @param length  stored bytes, 1 to [#MAX_LENGTH]
public record RecordLocation(PackId pack, int offset, int length, RecordKind kind, Encoding encoding) {

    /// Lengths have 24 bits.
    public static final int MAX_LENGTH = (1 << 24) - 1;

    public RecordLocation {
        if (offset < ObjectHeader.LENGTH || length < 1 || length > MAX_LENGTH || offset > Integer.MAX_VALUE - length) {
            throw new IllegalArgumentException("No record lies at " + offset + " with " + length + " bytes");
        }
    }

    /// The first byte after the record.
    public int end() {
        return offset + length;
    }
}
