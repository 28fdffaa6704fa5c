package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// A store that hands every call on: what a test overrides is different. The other store is not closed, so that a test
/// can look at what is left.
public abstract class ForwardingObjectStore implements ObjectStore {

    private final ObjectStore store;

    protected ForwardingObjectStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        store.put(key, content, mode);
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return store.get(key);
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        store.get(key, offset, destination);
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        return store.head(key);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        store.list(prefix, each);
    }

    @Override
    public void delete(String key) throws StoreException {
        store.delete(key);
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return store.locks();
    }

    @Override
    public void close() {}
}
