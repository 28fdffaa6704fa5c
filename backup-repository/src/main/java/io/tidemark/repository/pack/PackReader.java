package io.tidemark.repository.pack;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooShortException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Reads packs. A pack that is missing or too short is damage of the repository, an [ObjectCorruptException]; a store
/// that cannot be reached is not.
public final class PackReader {

    private final ObjectStore store;
    private final RepositoryId repository;

    public PackReader(ObjectStore store, RepositoryId repository) {
        this.store = store;
        this.repository = repository;
    }

    /// Fills a buffer, from its position to its limit, with a pack's bytes from an offset on.
    public void read(PackId pack, long offset, ByteBuffer destination) throws IOException {
        int length = destination.remaining();
        try {
            store.get(pack.key(), offset, destination);
        } catch (ObjectMissingException e) {
            throw new ObjectCorruptException(pack.key(), offset, "a pack", "no such object", e);
        } catch (ObjectTooShortException e) {
            throw new ObjectCorruptException(pack.key(), offset, length + " bytes", "fewer: the object ends before", e);
        }
    }

    /// Whether damage is the lack of a whole pack: then its records may have been stored elsewhere since the index was
    /// last brought up to date.
    public static boolean isMissingPack(Exception damage) {
        return damage instanceof ObjectCorruptException && damage.getCause() instanceof ObjectMissingException;
    }

    /// What a pack holds, told by itself: enough to rebuild the index from packs alone.
    ///
    /// @param size  the object's length in bytes, as the store lists it
    public List<PackEntry> entries(PackId pack, RecordKind kind, long size) throws IOException {
        if (size < ObjectHeader.LENGTH + PackTrailer.LENGTH || size > ObjectStore.MAX_OBJECT_BYTES) {
            throw new ObjectCorruptException(
                    pack.key(),
                    0,
                    "a pack of " + (ObjectHeader.LENGTH + PackTrailer.LENGTH) + " to " + ObjectStore.MAX_OBJECT_BYTES
                            + " bytes",
                    size + " bytes");
        }
        requireHeader(pack, kind);
        ByteBuffer tail = allocate(PackTrailer.LENGTH);
        read(pack, size - PackTrailer.LENGTH, tail);
        PackTrailer trailer = PackTrailer.parse(pack, size, tail.flip());
        ByteBuffer footer = allocate(trailer.footerLength() + PackTrailer.LENGTH);
        read(pack, trailer.footerOffset(), footer);
        footer.flip();
        trailer.requireChecksum(footer);
        BoundedReader in = new BoundedReader(pack.key(), trailer.footerOffset(), footer);
        List<PackEntry> entries = new ArrayList<>(trailer.records());
        for (int i = 0; i < trailer.records(); i++) {
            entries.add(PackEntry.parse(in, kind, trailer.footerOffset()));
        }
        return entries;
    }

    private void requireHeader(PackId pack, RecordKind kind) throws IOException, RepositoryException {
        ByteBuffer header = allocate(ObjectHeader.LENGTH);
        read(pack, 0, header);
        ObjectHeader.require(new BoundedReader(pack.key(), 0, header.flip()), kind.packKind(), repository, pack.id());
    }

    private static ByteBuffer allocate(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
    }
}
