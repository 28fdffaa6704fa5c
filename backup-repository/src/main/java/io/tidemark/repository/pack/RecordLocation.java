package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.sealing.RecordCipher;
import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;

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

    /// What a record's seal covers beside the record: its content id and its form.
    byte[] associated(ChunkId id) {
        ByteBuffer bytes = ByteBuffer.allocate(ChunkId.LENGTH + 1);
        id.encode(bytes);
        return bytes.put((byte) kind.form(encoding)).array();
    }

    /// Opens a record that was read from here.
    ///
    /// @param stored  from position to limit, which do not move
    /// @return the cipher's own until its next call, or the same buffer when nothing is sealed
    /// @throws ObjectCorruptException if it is not what was sealed for this place and this id
    public ByteBuffer open(RecordCipher cipher, ChunkId id, ByteBuffer stored) throws ObjectCorruptException {
        try {
            return cipher.open(pack.id(), offset, associated(id), stored);
        } catch (AEADBadTagException e) {
            throw new BoundedReader(pack.key(), offset, stored).broken(e);
        }
    }

    /// The first byte after the record.
    public int end() {
        return offset + length;
    }
}
