package io.tidemark.repository.store;

import io.tidemark.repository.store.StoreMeter.Verb;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// A store whose calls are metered: one request each, a listing too; bytes count when the call succeeds, those of a
/// put piece by piece, as fast as limits let them pass.
///
/// S3 is metered where its requests leave; this is for stores that have no requests, directories above all.
/// Locks are not: a store with locks is metered where its requests leave.
public final class MeteredObjectStore extends ForwardingObjectStore {

    private static final int PIECE = 1 << 18;

    private final StoreMeter meter;

    /// @param store  is closed with this
    public MeteredObjectStore(ObjectStore store, StoreMeter meter) {
        super(store);
        this.meter = meter;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        put(key, content, mode, _ -> {});
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
        ask(Verb.PUT);
        store.put(key, content, mode);
        int length = content.remaining();
        for (int passed = 0; passed < length; ) {
            int piece = Math.min(PIECE, length - passed);
            await(() -> meter.up(piece));
            passed += piece;
            sent.told(passed);
        }
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        ask(Verb.GET);
        ByteBuffer content = store.get(key);
        await(() -> meter.down(content.remaining()));
        return content;
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        ask(Verb.GET);
        int length = destination.remaining();
        store.get(key, offset, destination);
        await(() -> meter.down(length));
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        ask(Verb.HEAD);
        return store.head(key);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        ask(Verb.LIST);
        store.list(prefix, each);
    }

    @Override
    public void delete(String key) throws StoreException {
        ask(Verb.DELETE);
        store.delete(key);
    }

    private void ask(Verb verb) throws StoreException {
        await(() -> meter.request(verb));
    }

    private void await(Turn turn) throws StoreException {
        try {
            turn.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreInterruptedException("Interrupted while a limit held calls back at " + location(), e);
        }
    }

    private interface Turn {
        void take() throws InterruptedException;
    }
}
