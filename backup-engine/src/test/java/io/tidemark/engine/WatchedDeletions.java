package io.tidemark.engine;

import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;

/// A store that a test asks before it deletes.
final class WatchedDeletions extends ForwardingObjectStore {
    /// May refuse.
    interface Deletion {
        void of(String key) throws StoreException;
    }

    final ObjectStore objects;
    Deletion before = key -> {};

    WatchedDeletions(ObjectStore objects) {
        super(objects);
        this.objects = objects;
    }

    @Override
    public void delete(String key) throws StoreException {
        before.of(key);
        super.delete(key);
    }
}
