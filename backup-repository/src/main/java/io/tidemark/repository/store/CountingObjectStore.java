package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts what goes to a store and what comes from it.
///
/// A call counts when it has succeeded. Wrapped around [ObjectStores#open]'s stores it counts what was asked for:
/// attempts that were repeated count once. The counters only grow, and may be read while calls are under way.
public final class CountingObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final LongAdder bytesUp = new LongAdder();
    private final LongAdder bytesDown = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder gets = new LongAdder();
    private final LongAdder heads = new LongAdder();
    private final LongAdder lists = new LongAdder();
    private final LongAdder deletes = new LongAdder();

    /// @param store  is closed with this
    public CountingObjectStore(ObjectStore store) {
        this.store = store;
    }

    /// Bytes of all objects stored so far, without keys and protocol.
    public long bytesUp() {
        return bytesUp.sum();
    }

    /// Bytes of all objects and ranges read so far.
    public long bytesDown() {
        return bytesDown.sum();
    }

    public long puts() {
        return puts.sum();
    }

    public long gets() {
        return gets.sum();
    }

    public long heads() {
        return heads.sum();
    }

    public long lists() {
        return lists.sum();
    }

    public long deletes() {
        return deletes.sum();
    }

    /// All calls of whatever kind.
    public long requests() {
        return puts() + gets() + heads() + lists() + deletes();
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        store.put(key, content, mode);
        puts.increment();
        bytesUp.add(content.remaining());
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        ByteBuffer content = store.get(key);
        gets.increment();
        bytesDown.add(content.remaining());
        return content;
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        int length = destination.remaining();
        store.get(key, offset, destination);
        gets.increment();
        bytesDown.add(length);
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        Optional<StoredObject> found = store.head(key);
        heads.increment();
        return found;
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        store.list(prefix, each);
        lists.increment();
    }

    @Override
    public void delete(String key) throws StoreException {
        store.delete(key);
        deletes.increment();
    }

    @Override
    public void close() {
        store.close();
    }
}
