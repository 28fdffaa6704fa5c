package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.store.FaultyObjectStore.Fault;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RetryingObjectStoreTest extends ObjectStoreContract {

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
    private final RecordedWaiting waiting = new RecordedWaiting();
    private final ObjectStore retrying = new RetryingObjectStore(faulty, 4, Duration.ofSeconds(20), waiting);

    @Override
    ObjectStore emptyStore() {
        return retrying;
    }

    @Override
    ObjectStore another() {
        return new RetryingObjectStore(memory, 4, Duration.ofSeconds(20), waiting);
    }

    @Test
    void everyKindOfCallIsTriedAgain() throws Exception {
        failEveryFirstAttempt(() -> retrying.put("a", text("1"), PutMode.CREATE));
        failEveryFirstAttempt(() -> assertThat(text(retrying.get("a"))).isEqualTo("1"));
        failEveryFirstAttempt(() -> retrying.get("a", 0, ByteBuffer.allocate(1)));
        failEveryFirstAttempt(() -> assertThat(retrying.head("a")).isPresent());
        failEveryFirstAttempt(() -> assertThat(keys("")).containsExactly("a"));
        failEveryFirstAttempt(() -> retrying.delete("a"));

        assertThat(memory.head("a")).isEmpty();
    }

    @Test
    void aCreateWhoseReplyWasLostHasSucceeded() throws Exception {
        faulty.failAt(1, Fault.LOST_REPLY);

        retrying.put("a", text("mine"), PutMode.CREATE);

        assertThat(text(memory.get("a"))).isEqualTo("mine");
    }

    @Test
    void aCreateThatAnotherWonAfterTheFailureIsNotTakenForOnesOwn() throws Exception {
        faulty.failAt(1, Fault.UNAVAILABLE);
        memory.put("a", text("that"), PutMode.CREATE);
        memory.put("b", text("other"), PutMode.CREATE);

        assertThatThrownBy(() -> retrying.put("a", text("mine"), PutMode.CREATE))
                .isInstanceOf(ObjectExistsException.class);
        faulty.failAt(1, Fault.UNAVAILABLE);
        assertThatThrownBy(() -> retrying.put("b", text("longer than other"), PutMode.CREATE))
                .isInstanceOf(ObjectExistsException.class);
        assertThat(text(memory.get("a"))).isEqualTo("that");
    }

    @Test
    void equalBytesFromTheStartAreStillAnotherObject() throws Exception {
        memory.put("a", text("same"), PutMode.CREATE);

        assertThatThrownBy(() -> retrying.put("a", text("same"), PutMode.CREATE))
                .isInstanceOf(ObjectExistsException.class);
    }

    @Test
    void theLastAttemptReportsHowOftenItWasTriedAndTheFirstFailure() {
        for (int call = 1; call <= 4; call++) {
            faulty.failAt(call, Fault.UNAVAILABLE);
        }

        assertThatThrownBy(() -> retrying.get("a"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("call 4, get a")
                .hasMessageContaining("tried 4 times")
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("call 1"));
        assertThat(waiting.pauses)
                .containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @Test
    void noAttemptStartsAfterTheTimeForRetries() {
        ObjectStore slow = new RetryingObjectStore(faulty, 20, Duration.ofSeconds(1), waiting);
        for (int call = 1; call <= 20; call++) {
            faulty.failAt(call, Fault.UNAVAILABLE);
        }

        assertThatThrownBy(() -> slow.get("a"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("tried 3 times in 0.6 s");
    }

    @Test
    void whatCannotGetBetterIsNotTriedAgain() {
        faulty.failAt(1, Fault.DEATH_BEFORE);

        assertThatThrownBy(() -> retrying.get("a")).isInstanceOf(StoreException.class);
        assertThat(faulty.calls()).isEqualTo(1);
        assertThat(waiting.pauses).isEmpty();
    }

    @Test
    void aListingThatBrokeOffTellsNothingTwice() throws Exception {
        for (String key : List.of("a", "b", "c")) {
            memory.put(key, text(key), PutMode.CREATE);
        }
        ObjectStore breaking = new BreakingListing(memory);
        List<String> told = new ArrayList<>();

        new RetryingObjectStore(breaking, 4, Duration.ofSeconds(20), waiting)
                .list("", object -> told.add(object.key()));

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void anInterruptedWaitEndsWithTheFlagSet() {
        faulty.failAt(1, Fault.UNAVAILABLE);
        waiting.interrupted = true;

        assertThatThrownBy(() -> retrying.get("a")).isInstanceOf(StoreInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void failEveryFirstAttempt(Attempt attempt) throws Exception {
        faulty.failAt(1, Fault.UNAVAILABLE);
        int before = waiting.pauses.size();
        attempt.run();
        assertThat(waiting.pauses).hasSize(before + 1);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /// Time that passes only while someone pauses.
    private static final class RecordedWaiting implements Waiting {

        private final List<Duration> pauses = new ArrayList<>();
        private boolean interrupted;
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Duration jitter(Duration longest) {
            return longest;
        }

        @Override
        public void pause(Duration pause) throws InterruptedException {
            if (interrupted) {
                throw new InterruptedException();
            }
            pauses.add(pause);
            now += pause.toNanos();
        }
    }

    /// Breaks off its first listing after two objects.
    private static final class BreakingListing extends ForwardingObjectStore {

        private boolean broken;

        BreakingListing(ObjectStore store) {
            super(store);
        }

        @Override
        public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
            if (broken) {
                super.list(prefix, each);
                return;
            }
            broken = true;
            List<StoredObject> all = new ArrayList<>();
            super.list(prefix, all::add);
            all.subList(0, 2).forEach(each);
            throw new StoreUnavailableException("broke off", null);
        }
    }
}
