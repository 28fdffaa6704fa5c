package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Objects on the heap, for tests and trials; they are gone with the process, and live on after [#close()], so that
/// a test can look at what a closed repository left behind.
public final class MemoryObjectStore implements ObjectStore {

    private final ConcurrentSkipListMap<String, Content> objects = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final @Nullable MemoryLocks locks;

    public MemoryObjectStore() {
        this(Clock.systemUTC());
    }

    /// @param clock  gives objects their dates
    public MemoryObjectStore(Clock clock) {
        this.clock = clock;
        this.locks = null;
    }

    private MemoryObjectStore(Clock clock, boolean withLocks) {
        this.clock = clock;
        this.locks = withLocks ? new MemoryLocks() : null;
    }

    /// A store whose objects can be locked: [#delete] refuses what is locked at the clock's instant. It keeps one
    /// version of each object.
    ///
    /// @param clock  the store's own, by which locks end
    public static MemoryObjectStore withLocks(Clock clock) {
        return new MemoryObjectStore(clock, true);
    }

    @Override
    public String location() {
        return "memory:";
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        ObjectKeys.requireKey(key);
        if (content.remaining() > MAX_OBJECT_BYTES) {
            throw StoreFailures.tooLargeToStore(this, key, content.remaining());
        }
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        Content stored = new Content(bytes, clock.instant());
        LockRule rule = locks == null ? null : locks.rule();
        if (rule != null && rule.covers(key)) {
            stored.lockedUntil = rule.clock().instant().plus(rule.period());
        }
        switch (mode) {
            case CREATE -> {
                if (objects.putIfAbsent(key, stored) != null) {
                    throw StoreFailures.exists(this, key, null);
                }
            }
            case ANY -> objects.put(key, stored);
        }
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return ByteBuffer.wrap(find(key).bytes.clone());
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        ObjectKeys.requireKey(key);
        ObjectKeys.requireOffset(offset);
        if (!destination.hasRemaining()) {
            return;
        }
        byte[] bytes = find(key).bytes;
        if (offset > bytes.length - destination.remaining()) {
            throw StoreFailures.tooShort(this, key, bytes.length, offset, destination.remaining());
        }
        destination.put(bytes, Math.toIntExact(offset), destination.remaining());
    }

    @Override
    public Optional<StoredObject> head(String key) {
        ObjectKeys.requireKey(key);
        return Optional.ofNullable(objects.get(key)).map(content -> content.describe(key));
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        ObjectKeys.requirePrefix(prefix);
        for (var entry : objects.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                return;
            }
            each.accept(entry.getValue().describe(entry.getKey()));
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        ObjectKeys.requireKey(key);
        Content content = objects.get(key);
        Instant until = content == null ? null : content.lockedUntil;
        if (until != null && until.isAfter(clock.instant())) {
            throw new StoreLockedException(this, key, until, null);
        }
        objects.remove(key);
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return Optional.ofNullable(locks);
    }

    @Override
    public void close() {}

    private Content find(String key) throws StoreException {
        ObjectKeys.requireKey(key);
        Content content = objects.get(key);
        if (content == null) {
            throw StoreFailures.missing(this, key, null);
        }
        return content;
    }

    private final class MemoryLocks implements ObjectLocks {

        private volatile @Nullable LockRule rule;

        @Override
        public boolean areOffered() {
            return true;
        }

        @Override
        public void enforce(LockRule enforced) {
            rule = enforced;
        }

        @Override
        public @Nullable LockRule rule() {
            return rule;
        }

        @Override
        public Optional<Instant> lockedUntil(String key) {
            Content content = objects.get(key);
            return content == null ? Optional.empty() : Optional.ofNullable(content.lockedUntil);
        }

        @Override
        public void extend(String key, Instant until) throws StoreException {
            Content content = find(key);
            Instant before = content.lockedUntil;
            if (until.isBefore(clock.instant()) || (before != null && until.isBefore(before))) {
                throw new StoreAccessDeniedException("A lock is never shortened: " + key, null);
            }
            content.lockedUntil = until;
        }
    }

    private static final class Content {

        private final byte[] bytes;
        private final Instant storedAt;
        private volatile @Nullable Instant lockedUntil;

        Content(byte[] bytes, Instant storedAt) {
            this.bytes = bytes;
            this.storedAt = storedAt;
        }

        StoredObject describe(String key) {
            return new StoredObject(key, bytes.length, storedAt);
        }
    }
}
