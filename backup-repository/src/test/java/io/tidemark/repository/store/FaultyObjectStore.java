package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A store that fails on purpose: at the n-th call, or in the bytes it reads.
///
/// Calls of every kind are counted together, from 1, in the order in which they start. The wrapped store is not
/// closed, so that a test can look at what is left.
public final class FaultyObjectStore implements ObjectStore {

    /// What goes wrong.
    public enum Fault {
        /// Nothing happens, and the caller is told to try again.
        UNAVAILABLE,
        /// The call takes effect, but the caller is told to try again.
        LOST_REPLY,
        /// The process dies before the call: it has no effect, and no later call has.
        DEATH_BEFORE,
        /// The process dies after the call has taken effect: its caller never hears of it, and no later call has
        /// one.
        DEATH_AFTER
    }

    private final ObjectStore store;
    private final ConcurrentMap<Long, Fault> faults = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Damage> damages = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicBoolean dead = new AtomicBoolean();

    public FaultyObjectStore(ObjectStore store) {
        this.store = store;
    }

    /// Has the n-th call from now on fail; returns this.
    public FaultyObjectStore failAt(long call, Fault fault) {
        faults.put(calls.get() + call, fault);
        return this;
    }

    /// Has every read of an object find one byte changed; returns this.
    ///
    /// @param offset  from the object's start
    /// @param xor  which bits of that byte are turned over
    public FaultyObjectStore corrupt(String key, long offset, int xor) {
        damages.put(key, new Damage(offset, (byte) xor));
        return this;
    }

    /// How many calls have started so far.
    public long calls() {
        return calls.get();
    }

    /// Whether a death was reached: since then every call fails.
    public boolean isDead() {
        return dead.get();
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        call("put " + key, () -> {
            store.put(key, content, mode);
            return key;
        });
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return call("get " + key, () -> {
            ByteBuffer content = store.get(key);
            damage(key, 0, content);
            return content;
        });
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        call("get " + key, () -> {
            ByteBuffer range = destination.slice();
            store.get(key, offset, destination);
            damage(key, offset, range);
            return key;
        });
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        return call("head " + key, () -> store.head(key));
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        call("list " + prefix, () -> {
            store.list(prefix, each);
            return prefix;
        });
    }

    @Override
    public void delete(String key) throws StoreException {
        call("delete " + key, () -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public void close() {}

    private <T> T call(String doing, Call<T> call) throws StoreException {
        long number = calls.incrementAndGet();
        Fault fault = faults.get(number);
        String what = "Planned fault at call " + number + ", " + doing;
        if (dead.get()) {
            throw new StoreException("After the planned death: call " + number + ", " + doing, null);
        }
        if (fault == null) {
            return call.make();
        }
        switch (fault) {
            case UNAVAILABLE -> throw new StoreUnavailableException(what, null);
            case LOST_REPLY -> {
                call.make();
                throw new StoreUnavailableException(what, null);
            }
            case DEATH_BEFORE -> {
                dead.set(true);
                throw new StoreException(what, null);
            }
            case DEATH_AFTER -> {
                dead.set(true);
                call.make();
                throw new StoreException(what, null);
            }
        }
        throw new AssertionError(fault);
    }

    private void damage(String key, long offset, ByteBuffer content) {
        Damage damage = damages.get(key);
        if (damage != null && damage.offset() >= offset && damage.offset() < offset + content.limit()) {
            int index = Math.toIntExact(damage.offset() - offset);
            content.put(index, (byte) (content.get(index) ^ damage.xor()));
        }
    }

    private record Damage(long offset, byte xor) {}

    private interface Call<T> {

        T make() throws StoreException;
    }
}
