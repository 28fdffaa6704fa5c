package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.store.LockMode;
import io.tidemark.repository.store.LocksMissingException;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ObjectLockInMemoryTest extends ObjectLockContract {

    private static final class SetClock extends Clock {

        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final SetClock clock = new SetClock();

    @Override
    ObjectStore openStore() {
        return MemoryObjectStore.withLocks(clock);
    }

    @Override
    Clock clock() {
        return clock;
    }

    @Override
    Duration period() {
        return Duration.ofDays(30);
    }

    @Override
    void pass(Duration time) {
        clock.now = clock.now.plus(time).plusSeconds(1);
    }

    @Test
    void aStoreThatCannotLockIsRefusedByName() {
        RepositoryFormat format =
                Backups.format().withLock(new LockSettings(LockMode.COMPLIANCE, Duration.ofSeconds(90)));
        MemoryObjectStore store = new MemoryObjectStore();

        assertThatThrownBy(() -> Repository.init(store, format, cache))
                .isInstanceOf(LocksMissingException.class)
                .hasMessageContaining("memory:")
                .hasMessageContaining("--object-lock-enabled-for-bucket")
                .hasMessageContaining("--lock");
        assertThat(store.head(FormatFile.KEY)).isEmpty();
    }

    @Test
    void theSettingsAreKeptAndACopyElsewhereIsUsedWithoutLocks() throws IOException {
        LockSettings settings = new LockSettings(LockMode.COMPLIANCE, Duration.ofSeconds(90));
        MemoryObjectStore store = MemoryObjectStore.withLocks(clock);
        MemoryObjectStore copy = new MemoryObjectStore();
        Repository.init(store, Backups.format().withLock(settings), cache).close();
        copy.put(FormatFile.KEY, store.get(FormatFile.KEY), PutMode.CREATE);

        for (ObjectStore each : new ObjectStore[] {store, copy}) {
            try (Repository repository = Repository.open(each, cache)) {
                assertThat(repository.format().lock()).isEqualTo(settings);
                assertThat(repository
                                .collector()
                                .plan(CollectOptions.standard(), clock.instant())
                                .extended())
                        .isZero();
            }
        }
        assertThatThrownBy(() -> store.delete(FormatFile.KEY)).hasMessageContaining("is locked until");
    }
}
