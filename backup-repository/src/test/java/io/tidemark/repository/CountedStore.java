package io.tidemark.repository;

import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Counts requests as S3 would.
final class CountedStore extends ForwardingObjectStore {

    private static final int RETENTION_REQUEST = 190;
    private static final int VERSIONS_ANSWER = 660;

    final LongAdder puts = new LongAdder();
    final LongAdder gets = new LongAdder();
    final LongAdder heads = new LongAdder();
    final LongAdder lists = new LongAdder();
    final LongAdder deletes = new LongAdder();
    final LongAdder up = new LongAdder();
    final LongAdder down = new LongAdder();
    final LongAdder packDeletions = new LongAdder();

    CountedStore(ObjectStore store) {
        super(store);
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        puts.increment();
        up.add(content.remaining());
        super.put(key, content, mode);
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        gets.increment();
        ByteBuffer content = super.get(key);
        down.add(content.remaining());
        return content;
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        gets.increment();
        down.add(destination.remaining());
        super.get(key, offset, destination);
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        heads.increment();
        return super.head(key);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        lists.increment();
        super.list(prefix, each);
    }

    @Override
    public void delete(String key) throws StoreException {
        deletes.increment();
        if (key.startsWith(PackId.PREFIX)) {
            packDeletions.increment();
        }
        if (super.locks().map(ObjectLocks::rule).isPresent()) {
            lists.increment();
            down.add(VERSIONS_ANSWER);
        }
        super.delete(key);
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return super.locks().map(CountedLocks::new);
    }

    private final class CountedLocks implements ObjectLocks {

        private final ObjectLocks locks;

        CountedLocks(ObjectLocks locks) {
            this.locks = locks;
        }

        @Override
        public boolean areOffered() throws StoreException {
            return locks.areOffered();
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
            heads.increment();
            return locks.lockedUntil(key);
        }

        @Override
        public void extend(String key, Instant until) throws StoreException {
            puts.increment();
            up.add(RETENTION_REQUEST);
            locks.extend(key, until);
        }
    }
}
