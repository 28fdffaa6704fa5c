package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tries calls again that failed with a [retryable][StoreException#retryable()] failure.
///
/// Between attempts it waits 100 to 200 ms at random, doubled at each attempt up to 5 s. After the last
/// attempt the last failure is thrown, with the number of attempts in its message and the first failure beside it.
///
/// A reply that was lost hides whether a [PutMode#CREATE] took effect. Therefore, when a repeated one finds the key
/// taken, the object is read: if it has the very bytes that were to be stored, the put has succeeded.
final class RetryingObjectStore extends ForwardingObjectStore {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final int maxAttempts;
    private final Duration retryWithin;
    private final Waiting waiting;

    /// @param maxAttempts  in all, at least 1
    /// @param retryWithin  no attempt starts later than this after the first
    RetryingObjectStore(ObjectStore store, int maxAttempts, Duration retryWithin) {
        this(store, maxAttempts, retryWithin, Waiting.REAL);
    }

    RetryingObjectStore(ObjectStore store, int maxAttempts, Duration retryWithin, Waiting waiting) {
        super(store);
        this.maxAttempts = maxAttempts;
        this.retryWithin = retryWithin;
        this.waiting = waiting;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        put(key, content, mode, _ -> {});
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
        retry("put " + key, attempt -> {
            try {
                store.put(key, content, mode, sent);
            } catch (ObjectExistsException e) {
                if (attempt == 1 || !isStored(key, content)) {
                    throw e;
                }
            }
            return key;
        });
    }

    private boolean isStored(String key, ByteBuffer content) throws StoreException {
        Optional<StoredObject> found = store.head(key);
        return found.isPresent()
                && found.get().size() == content.remaining()
                && store.get(key).equals(content);
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return retry("get " + key, _ -> store.get(key));
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        retry("get " + key, _ -> {
            store.get(key, offset, destination);
            return key;
        });
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        return retry("head " + key, _ -> store.head(key));
    }

    /// A repeated listing starts from scratch; what was told already is not told again.
    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        String[] lastTold = {""};
        retry("list " + prefix, _ -> {
            store.list(prefix, object -> {
                if (object.key().compareTo(lastTold[0]) > 0) {
                    lastTold[0] = object.key();
                    each.accept(object);
                }
            });
            return prefix;
        });
    }

    @Override
    public void delete(String key) throws StoreException {
        retry("delete " + key, _ -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return store.locks().map(Locks::new);
    }

    private <T> T retry(String doing, Call<T> call) throws StoreException {
        long start = waiting.nanoTime();
        StoreException first = null;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.attempt(attempt);
            } catch (StoreException e) {
                if (!e.retryable()) {
                    throw e;
                }
                first = first == null ? e : first;
                Duration pause = waiting.jitter(longestPause(attempt));
                Duration soFar = Duration.ofNanos(waiting.nanoTime() - start);
                if (attempt == maxAttempts || soFar.plus(pause).compareTo(retryWithin) > 0) {
                    throw givenUp(e, first, attempt, soFar);
                }
                pause(doing, pause);
            }
        }
    }

    private static StoreException givenUp(StoreException last, StoreException first, int attempts, Duration duration) {
        if (attempts == 1) {
            return last;
        }
        StoreException failure = new StoreUnavailableException(
                "%s (tried %d times in %.1f s)".formatted(last.getMessage(), attempts, duration.toMillis() / 1000.0),
                last);
        failure.addSuppressed(first);
        return failure;
    }

    private void pause(String doing, Duration pause) throws StoreException {
        try {
            waiting.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreInterruptedException(
                    "Interrupted before another attempt: " + doing + " at " + location(), e);
        }
    }

    private static Duration longestPause(int attempt) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private final class Locks implements ObjectLocks {

        private final ObjectLocks locks;

        Locks(ObjectLocks locks) {
            this.locks = locks;
        }

        @Override
        public boolean areOffered() throws StoreException {
            return retry("ask for locks", _ -> locks.areOffered());
        }

        @Override
        public void enforce(LockRule rule) {
            locks.enforce(rule);
        }

        @Override
        public @Nullable LockRule rule() {
            return locks.rule();
        }

        @Override
        public Optional<Instant> lockedUntil(String key) throws StoreException {
            return retry("head " + key, _ -> locks.lockedUntil(key));
        }

        @Override
        public void extend(String key, Instant until) throws StoreException {
            retry("lock " + key, _ -> {
                locks.extend(key, until);
                return key;
            });
        }
    }

    /// One attempt of a call, counted from 1.
    private interface Call<T> {

        T attempt(int number) throws StoreException;
    }
}
