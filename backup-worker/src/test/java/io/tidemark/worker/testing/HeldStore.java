package io.tidemark.worker.testing;

import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A store whose packs do not go through while a hold file exists, nor come back while `hold-reads` beside it does;
/// `hold-deletes` holds up what is deleted, `hold-lists` listings of packs. A run is then stopped in the
/// middle, for as long as a test wants. Each object that waits leaves a file beside the hold file, so that the test
/// knows.
final class HeldStore extends ForwardingObjectStore {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path hold;

    HeldStore(ObjectStore store, Path hold) {
        super(store);
        this.hold = hold;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        if (key.startsWith("packs/")) {
            waitWhile(hold, key);
        }
        store.put(key, content, mode);
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
        if (key.startsWith("packs/")) {
            waitWhile(hold, key);
        }
        store.put(key, content, mode, sent);
    }

    private void waitWhile(Path held, String key) throws StoreException {
        if (!Files.exists(held)) {
            return;
        }
        note(key);
        while (Files.exists(held)) {
            LockSupport.parkNanos(LOOK.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new StoreInterruptedException("Interrupted while held: " + key, null);
            }
        }
    }

    private void note(String key) {
        try {
            Files.write(
                    hold.resolveSibling("held-" + ProcessHandle.current().pid() + "-" + key.replace('/', '-')),
                    new byte[0]);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        if (key.startsWith("packs/")) {
            waitWhile(hold.resolveSibling("hold-reads"), key);
        }
        store.get(key, offset, destination);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        if (prefix.startsWith("packs")) {
            waitWhile(hold.resolveSibling("hold-lists"), prefix);
        }
        store.list(prefix, each);
    }

    @Override
    public void delete(String key) throws StoreException {
        waitWhile(hold.resolveSibling("hold-deletes"), key);
        store.delete(key);
    }
}
