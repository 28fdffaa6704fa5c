package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// A store that hands every call on to another, which it owns; what is overridden is different. How far a put has come
/// is
/// told at its end, so that who overrides [#put(String, ByteBuffer, PutMode)] sees every put.
public abstract class ForwardingObjectStore implements ObjectStore {

    /// Where calls go.
    protected final ObjectStore store;

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
    public boolean createsAtomically() {
        return store.createsAtomically();
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return store.locks();
    }

    @Override
    public void close() {
        store.close();
    }
}
