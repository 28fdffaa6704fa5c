package io.tidemark.repository.collection;

import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreFullException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Room in the store that is kept for what makes room: a collection has to store some small objects before it may
/// delete large ones, which a full store would refuse. Objects under `reserve/` lie there for nothing but to be given
/// up.
public final class Reserve {

    static final String PREFIX = "reserve/";

    /// Each is enough to condemn a terabyte of packs at once; the second one is for the next run.
    private static final int PIECES = 2;

    private static final int PIECE_BYTES = 1 << 20;

    private final ObjectStore store;

    public Reserve(ObjectStore store) {
        this.store = store;
    }

    /// Lays aside what is missing of it: nothing, or up to 2 MiB.
    ///
    /// @return whether all of it is there; if not, the store is full
    public boolean keep() throws StoreException {
        for (int there = pieces().size(); there < PIECES; there++) {
            UUID id = UUID.randomUUID();
            // Bytes that no file system can fold away.
            byte[] bytes = new byte[PIECE_BYTES];
            new SplittableRandom(id.getMostSignificantBits()).nextBytes(bytes);
            try {
                store.put(PREFIX + id, ByteBuffer.wrap(bytes), PutMode.ANY);
            } catch (StoreFullException e) {
                return false;
            }
        }
        return true;
    }

    /// Bytes of each of the pieces that [#keep] would lay aside.
    public List<Integer> missing() throws StoreException {
        return Collections.nCopies(Math.max(0, PIECES - pieces().size()), PIECE_BYTES);
    }

    /// Stores an object, giving up as much of the reserve as it takes.
    ///
    /// @throws StoreFullException if the store is full and nothing of the reserve is left
    void put(String key, ByteBuffer object) throws StoreException {
        while (true) {
            try {
                store.put(key, object, PutMode.ANY);
                return;
            } catch (StoreFullException e) {
                List<String> left = pieces();
                if (left.isEmpty()) {
                    throw e;
                }
                store.delete(left.getFirst());
            }
        }
    }

    private List<String> pieces() throws StoreException {
        List<String> pieces = new ArrayList<>();
        store.list(PREFIX, object -> pieces.add(object.key()));
        return pieces;
    }
}
