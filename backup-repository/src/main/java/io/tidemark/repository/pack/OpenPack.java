package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.RepositoryId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A pack that is being filled. Not thread-safe.
final class OpenPack {

    /// Tiny records would make for huge footers: 16 Ki entries are 704 KiB, and 2 MiB of heap.
    private static final int MAX_RECORDS = 1 << 14;

    private final PackId id;
    private final RecordKind kind;
    private final ByteBuffer buffer;
    private final List<PackEntry> entries = new ArrayList<>();

    /// @param buffer  empty; everything but the footer goes there at once, and it is given back by who lent it
    OpenPack(PackId id, RepositoryId repository, RecordKind kind, ByteBuffer buffer) {
        this.id = id;
        this.kind = kind;
        this.buffer = buffer;
        new ObjectHeader(kind.packKind(), repository, id.id()).encode(buffer);
    }

    PackId id() {
        return id;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean hasRoomFor(int storedLength) {
        if (entries.size() == MAX_RECORDS) {
            return false;
        }
        long footer = (entries.size() + 1L) * PackEntry.LENGTH + PackTrailer.LENGTH;
        return storedLength + footer <= buffer.remaining();
    }

    void append(ChunkId record, ByteBuffer stored, Encoding encoding, int plainLength) {
        entries.add(new PackEntry(record, kind, encoding, buffer.position(), stored.remaining(), plainLength));
        buffer.put(stored.duplicate());
    }

    /// Writes footer and trailer. Nothing can be appended any more.
    ///
    /// @return the whole pack, from position to limit
    ByteBuffer seal() {
        int footerOffset = buffer.position();
        for (PackEntry entry : entries) {
            entry.encode(buffer);
        }
        new PackTrailer(id, entries.size(), footerOffset).encode(buffer);
        return buffer.flip();
    }

    List<PackEntry> entries() {
        return entries;
    }
}
