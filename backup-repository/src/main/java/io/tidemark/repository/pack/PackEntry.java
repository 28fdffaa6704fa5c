package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import java.nio.ByteBuffer;

/// One record as a pack's footer tells it ("Pack footer entry" in `docs/repository-format.md`).
///
/// @param id  of the plain bytes
/// @param offset  from the pack's start
/// @param storedLength  bytes in the pack
/// @param plainLength  bytes when decoded
public record PackEntry(ChunkId id, RecordKind kind, Encoding encoding, int offset, int storedLength, int plainLength) {

    static final int LENGTH = 44;

    void encode(ByteBuffer out) {
        id.encode(out);
        out.putInt((kind.form(encoding) << 24) | storedLength)
                .putInt(plainLength)
                .putInt(offset);
    }

    /// @param kind  what the pack holds
    /// @param end  where the records end
    static PackEntry parse(BoundedReader in, RecordKind kind, int end) throws RepositoryException {
        ChunkId id = ChunkId.from(in.bytes(ChunkId.LENGTH, "id of a record"));
        long formAndLength = in.u32("form and length of a record");
        int form = (int) (formAndLength >>> 24);
        int storedLength = (int) formAndLength & RecordLocation.MAX_LENGTH;
        int plainLength = in.count(RecordLocation.MAX_LENGTH, "plain length of a record");
        int offset = in.count(Integer.MAX_VALUE, "offset of a record");
        Encoding encoding = Encoding.of(form & 0xf);
        if (encoding == null || RecordKind.ofForm(form) == null) {
            throw new FormatTooNewException(in.key(), "record form " + form, "forms 0, 1, 16 and 17");
        }
        if (RecordKind.ofForm(form) != kind) {
            throw in.corrupt(LENGTH, "a record of kind " + kind, "kind " + RecordKind.ofForm(form));
        }
        if (storedLength == 0 || offset < ObjectHeader.LENGTH || offset > end - storedLength) {
            throw new ObjectCorruptException(
                    in.key(),
                    in.offset() - 4,
                    "a record between " + ObjectHeader.LENGTH + " and " + end,
                    storedLength + " bytes at " + offset);
        }
        return new PackEntry(id, kind, encoding, offset, storedLength, plainLength);
    }

    /// Where the record is to be read.
    public RecordLocation in(PackId pack) {
        return new RecordLocation(pack, offset, storedLength, kind, encoding);
    }
}
