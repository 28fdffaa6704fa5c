package io.tidemark.engine;

import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// A store that a test asks before it deletes.
final class WatchedDeletions implements ObjectStore {
    /// May refuse.
    interface Deletion {
        void of(String key) throws StoreException;
    }

    final ObjectStore objects;
    Deletion before = key -> {};

    WatchedDeletions(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public String location() {
        return objects.location();
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        objects.put(key, content, mode);
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return objects.get(key);
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        objects.get(key, offset, destination);
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        return objects.head(key);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        objects.list(prefix, each);
    }

    @Override
    public void delete(String key) throws StoreException {
        before.of(key);
        objects.delete(key);
    }

    @Override
    public void close() {}
}
