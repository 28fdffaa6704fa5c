package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.sealing.RecordCipher;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A pack that is being filled: places are reserved by one thread at a time, and filled by several at once.
final class OpenPack {

    /// Tiny records would make for huge footers: 16 Ki entries are 704 KiB, and 2 MiB of heap.
    private static final int MAX_RECORDS = 1 << 14;

    private final PackId id;
    private final RecordKind kind;
    private final int overhead;
    private final ByteBuffer buffer;
    private final List<PackEntry> entries = new ArrayList<>();
    private int unfilled;
    private boolean closed;

    /// @param buffer  empty; everything but the footer goes there at once, and it is given back by who lent it
    OpenPack(PackId id, Sealing sealing, RecordKind kind, ByteBuffer buffer) {
        this.id = id;
        this.kind = kind;
        this.overhead = sealing.recordOverhead();
        this.buffer = buffer;
        sealing.header(kind.packKind(), id.id()).encode(buffer);
    }

    PackId id() {
        return id;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /// @param length  of a record before it is sealed
    boolean hasRoomFor(int length) {
        return hasRoomFor(length + overhead, entries.size(), buffer.remaining(), overhead);
    }

    /// Whether a pack has room for one more record and for the footer then.
    ///
    /// @param storedLength  of the record, sealed
    /// @param records  that are in it
    /// @param room  bytes after them
    /// @param overhead  what sealing adds to the footer
    static boolean hasRoomFor(int storedLength, int records, long room, int overhead) {
        long footer = (records + 1L) * PackEntry.LENGTH + overhead + PackTrailer.LENGTH;
        return records < MAX_RECORDS && storedLength + footer <= room;
    }

    /// Sets a place aside, which is to be filled.
    ///
    /// @param length  of the record before it is sealed
    PackEntry reserve(ChunkId record, int length, Encoding encoding, int plainLength) {
        int stored = length + overhead;
        PackEntry entry = new PackEntry(record, kind, encoding, buffer.position(), stored, plainLength);
        entries.add(entry);
        buffer.position(entry.offset() + stored);
        unfilled++;
        return entry;
    }

    /// Puts a record into its place. Other places may be reserved and filled at the same time.
    void fill(PackEntry place, ByteBuffer record, RecordCipher cipher) {
        ByteBuffer stored = cipher.seal(id.id(), place.offset(), place.in(id).associated(place.id()), record);
        buffer.put(place.offset(), stored, stored.position(), stored.remaining());
    }

    /// One place more is filled.
    ///
    /// @return whether the pack is complete now
    boolean filled() {
        unfilled--;
        return closed && unfilled == 0;
    }

    /// No place will be reserved any more.
    ///
    /// @return whether the pack is complete now
    boolean close() {
        closed = true;
        return unfilled == 0;
    }

    /// Writes footer and trailer, when the pack is complete.
    ///
    /// @return the whole pack, from position to limit
    ByteBuffer finish(RecordCipher cipher) {
        int footerOffset = buffer.position();
        int footerLength = entries.size() * PackEntry.LENGTH + overhead;
        PackTrailer trailer = new PackTrailer(id, entries.size(), footerOffset, footerLength);
        ByteBuffer footer = ByteBuffer.allocate(entries.size() * PackEntry.LENGTH);
        for (PackEntry entry : entries) {
            entry.encode(footer);
        }
        buffer.put(cipher.seal(id.id(), footerOffset, trailer.associated(), footer.flip()));
        trailer.encode(buffer);
        return buffer.flip();
    }

    /// Bytes of all records in it, as they are stored.
    long recordBytes() {
        return entries.stream().mapToLong(PackEntry::storedLength).sum();
    }

    List<PackEntry> entries() {
        return entries;
    }
}
