package io.tidemark.repository.pack;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooShortException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads packs. A pack that is missing or too short is damage of the sealing, an [ObjectCorruptException]; a store
/// that cannot be reached is not.
public final class PackReader {

    private final ObjectStore store;
    private final Sealing sealing;

    public PackReader(ObjectStore store, Sealing sealing) {
        this.store = store;
        this.sealing = sealing;
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

    /// How the packs are sealed.
    public Sealing sealing() {
        return sealing;
    }
}
