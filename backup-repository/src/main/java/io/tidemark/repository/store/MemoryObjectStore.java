package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Objects on the heap, for tests and trials; they are gone with the process, and live on after [#close()], so that
/// a test can look at what a closed repository left behind.
public final class MemoryObjectStore implements ObjectStore {

    private final ConcurrentSkipListMap<String, Content> objects = new ConcurrentSkipListMap<>();
    private final Clock clock;

    public MemoryObjectStore() {
        this(Clock.systemUTC());
    }

    /// @param clock  gives objects their dates
    public MemoryObjectStore(Clock clock) {
        this.clock = clock;
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
    public void delete(String key) {
        ObjectKeys.requireKey(key);
        objects.remove(key);
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

    private static final class Content {

        private final byte[] bytes;
        private final Instant storedAt;

        Content(byte[] bytes, Instant storedAt) {
            this.bytes = bytes;
            this.storedAt = storedAt;
        }

        StoredObject describe(String key) {
            return new StoredObject(key, bytes.length, storedAt);
        }
    }
}
