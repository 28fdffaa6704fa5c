package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Tries a store out with one small object under `probe/`, before a repository is trusted to it.
public final class StoreProbe {

    private static final String PREFIX = "probe/";
    private static final int SIZE = 64;

    private final ObjectStore store;
    private final String key = PREFIX + UUID.randomUUID();

    private StoreProbe(ObjectStore store) {
        this.store = store;
    }

    /// Stores, reads, lists and deletes; about ten requests. The object is gone afterwards, if the store allows it.
    ///
    /// @return what the store can do besides
    /// @throws StoreException if it cannot do what a repository needs: give back what was stored, in parts too, and
    ///     list it at once
    public static StoreTraits of(ObjectStore store) throws StoreException {
        return new StoreProbe(store).probe();
    }

    private StoreTraits probe() throws StoreException {
        store.put(key, content(1), PutMode.CREATE);
        boolean conditional;
        try {
            conditional = refusesToReplace();
            requireReadable(conditional ? content(1) : content(2));
            requireListed(true);
        } catch (StoreException e) {
            try {
                store.delete(key);
            } catch (StoreException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        return new StoreTraits(conditional && store.createsAtomically(), canDelete(), offersLocks());
    }

    private boolean refusesToReplace() throws StoreException {
        try {
            store.put(key, content(2), PutMode.CREATE);
            return false;
        } catch (ObjectExistsException expected) {
            return true;
        }
    }

    private void requireReadable(ByteBuffer expected) throws StoreException {
        if (!store.get(key).equals(expected)) {
            throw unfit("gives back other bytes than were stored");
        }
        ByteBuffer part = ByteBuffer.allocate(SIZE / 4);
        store.get(key, SIZE / 2, part);
        if (!part.flip().equals(expected.slice(SIZE / 2, SIZE / 4))) {
            throw unfit("gives back another part of an object than was asked for");
        }
    }

    private boolean canDelete() throws StoreException {
        try {
            store.delete(key);
        } catch (StoreAccessDeniedException refused) {
            return false;
        }
        requireListed(false);
        return true;
    }

    private boolean offersLocks() throws StoreException {
        Optional<ObjectLocks> locks = store.locks();
        return locks.isPresent() && locks.get().areOffered();
    }

    private void requireListed(boolean there) throws StoreException {
        List<String> listed = new ArrayList<>();
        store.list(PREFIX, object -> listed.add(object.key()));
        if (listed.contains(key) != there) {
            throw unfit(there ? "does not list what was just stored" : "still lists what was just deleted");
        }
    }

    private StoreException unfit(String what) {
        return new StoreException(
                "The store " + store.location() + " cannot hold a repository: it " + what + " (" + key
                        + "). Tidemark needs a store that is consistent at once",
                null);
    }

    private static ByteBuffer content(int seed) {
        ByteBuffer content = ByteBuffer.allocate(SIZE);
        for (int i = 0; i < SIZE; i++) {
            content.put((byte) (seed * 31 + i));
        }
        return content.flip();
    }
}
