package io.tidemark.engine;

import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import io.tidemark.repository.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A store seen by a process that dies at some call: that call may or may not have had its effect, later ones
/// have none.
final class MortalObjectStore extends ForwardingObjectStore {
    private int callsUntilDeath = Integer.MAX_VALUE;
    private boolean died;
    private @Nullable ModelDisk disk;
    private volatile boolean holdingUp;

    MortalObjectStore(ObjectStore store) {
        super(store);
    }

    synchronized void dieAfter(int calls, ModelDisk diesToo) {
        callsUntilDeath = calls;
        disk = diesToo;
    }

    /// From now on listings are answered to nobody, until the thread that waits is interrupted; or no longer.
    void holdUpListings(boolean hold) {
        holdingUp = hold;
    }

    synchronized boolean died() {
        return died;
    }

    /// Whether the process had died.
    synchronized boolean comesBack() {
        boolean had = died;
        died = false;
        callsUntilDeath = Integer.MAX_VALUE;
        return had;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        if (live()) {
            super.put(key, content, mode);
        } else if (content.remaining() % 2 == 0) {
            // The last words of the dying: the store got them, the process never learnt.
            super.put(key, content, mode);
            throw death();
        } else {
            throw death();
        }
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        requireLife();
        return super.get(key);
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        requireLife();
        super.get(key, offset, destination);
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        requireLife();
        return super.head(key);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        requireLife();
        if (holdingUp) {
            waitForInterrupt();
        }
        super.list(prefix, each);
    }

    @Override
    public void delete(String key) throws StoreException {
        requireLife();
        super.delete(key);
    }

    private static void waitForInterrupt() throws StoreInterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreInterruptedException("Interrupted while a listing was held up", e);
        }
    }

    private void requireLife() throws StoreException {
        if (!live()) {
            throw death();
        }
    }

    /// Whether this call is made by a living process; the first that is not may still reach the store.
    private synchronized boolean live() throws StoreException {
        if (died) {
            throw death();
        }
        if (callsUntilDeath-- > 0) {
            return true;
        }
        died = true;
        if (disk != null) {
            disk.dieAfter(0);
        }
        return false;
    }

    private static StoreException death() {
        return new StoreException("the process died here", null);
    }
}
