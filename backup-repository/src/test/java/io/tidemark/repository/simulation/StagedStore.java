package io.tidemark.repository.simulation;

import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The store as one process of an actor sees it: each call waits for its turn, and may go wrong.
final class StagedStore implements ObjectStore {

    /// A call to the bucket.
    interface Call<T> {
        T make() throws StoreException;
    }

    private final ObjectStore bucket;
    private final Actor actor;
    private final LateEffects late;
    private boolean dead;

    StagedStore(ObjectStore bucket, Actor actor, LateEffects late) {
        this.bucket = bucket;
        this.actor = actor;
        this.late = late;
    }

    /// Whether the process that used this store is dead.
    boolean isDead() {
        return dead;
    }

    @Override
    public String location() {
        return bucket.location();
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        ByteBuffer copy = ByteBuffer.allocate(content.remaining())
                .put(content.duplicate())
                .flip();
        call("put " + key, true, () -> {
            bucket.put(key, copy, mode);
            return key;
        });
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return call("get " + key, false, () -> bucket.get(key));
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        call("get " + key + " from " + offset, false, () -> {
            bucket.get(key, offset, destination);
            return key;
        });
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        return call("head " + key, false, () -> bucket.head(key));
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        List<StoredObject> listed = call("list " + prefix, false, () -> {
            List<StoredObject> objects = new ArrayList<>();
            bucket.list(prefix, objects::add);
            return objects;
        });
        listed.forEach(each);
    }

    @Override
    public void delete(String key) throws StoreException {
        call("delete " + key, true, () -> {
            bucket.delete(key);
            return key;
        });
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return bucket.locks().map(locks -> new StagedLocks(this, locks));
    }

    @Override
    public void close() {}

    /// Makes a call when its turn has come, and has it go wrong as the stage says.
    <T> T call(String doing, boolean mutates, Call<T> call) throws StoreException {
        if (dead) {
            throw new ProcessDeath();
        }
        return switch (actor.pause(doing, mutates)) {
            case NONE -> call.make();
            case UNAVAILABLE -> throw new LostCallException(doing);
            case LOST_REPLY -> {
                call.make();
                throw new LostCallException(doing);
            }
            case LATE -> {
                late.add(doing, call::make);
                throw new LostCallException(doing);
            }
            case DEATH_BEFORE -> {
                dead = true;
                throw new ProcessDeath();
            }
            case DEATH_AFTER -> {
                dead = true;
                call.make();
                throw new ProcessDeath();
            }
        };
    }
}
