package io.tidemark.repository.pack;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.AEADBadTagException;

/// Asks packs what they hold, whatever kind they are of: two small requests each, three when there are very
/// many records. Thread-safe.
public final class PackFooters {

    private static final int KIND_AT = 10;

    /// The footers of packs of 16 MiB with chunks of 64 KiB are shorter.
    private static final int TAIL_LENGTH = 48 << 10;

    private final PackReader packs;

    public PackFooters(PackReader packs) {
        this.packs = packs;
    }

    /// Everything that a pack's footer lists, in the order of the records.
    ///
    /// @param size  the object's length in bytes, as the store lists it
    /// @throws io.tidemark.repository.error.RepositoryException if the pack is not what it must be
    public List<PackEntry> read(PackId pack, long size) throws IOException {
        Sealing sealing = packs.sealing();
        int least = ObjectHeader.LENGTH + sealing.recordOverhead() + PackTrailer.LENGTH;
        if (size < least || size > ObjectStore.MAX_OBJECT_BYTES) {
            throw new ObjectCorruptException(
                    pack.key(),
                    0,
                    "a pack of " + least + " to " + ObjectStore.MAX_OBJECT_BYTES + " bytes",
                    size + " bytes");
        }
        RecordKind kind = kind(pack);
        ByteBuffer tail = bytes(pack, size - Math.min(size, TAIL_LENGTH), (int) Math.min(size, TAIL_LENGTH));
        PackTrailer trailer = PackTrailer.parse(pack, size, tail, sealing.recordOverhead());
        int length = trailer.footerLength() + PackTrailer.LENGTH;
        ByteBuffer footer = length <= tail.limit()
                ? tail.slice(tail.limit() - length, length).order(ByteOrder.BIG_ENDIAN)
                : bytes(pack, trailer.footerOffset(), length);
        trailer.requireChecksum(footer);
        BoundedReader in = open(trailer, footer.slice(0, trailer.footerLength()));
        List<PackEntry> entries = new ArrayList<>(trailer.records());
        for (int i = 0; i < trailer.records(); i++) {
            entries.add(PackEntry.parse(in, kind, trailer.footerOffset()));
        }
        return entries;
    }

    private BoundedReader open(PackTrailer trailer, ByteBuffer footer) throws ObjectCorruptException {
        PackId pack = trailer.pack();
        BoundedReader stored = new BoundedReader(pack.key(), trailer.footerOffset(), footer);
        try {
            ByteBuffer open = packs.sealing()
                    .recordCipher()
                    .open(pack.id(), trailer.footerOffset(), trailer.associated(), footer);
            return new BoundedReader(pack.key(), trailer.footerOffset(), open);
        } catch (AEADBadTagException e) {
            throw stored.broken(e);
        }
    }

    private RecordKind kind(PackId pack) throws IOException {
        ByteBuffer header = bytes(pack, 0, ObjectHeader.LENGTH);
        RecordKind kind =
                header.get(KIND_AT) == RecordKind.PAGE.packKind().value() ? RecordKind.PAGE : RecordKind.CHUNK;
        packs.sealing().header(kind.packKind(), pack.id()).require(new BoundedReader(pack.key(), 0, header));
        return kind;
    }

    private ByteBuffer bytes(PackId pack, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
        packs.read(pack, offset, bytes);
        return bytes.flip();
    }
}
