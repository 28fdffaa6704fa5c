package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeteredObjectStoreTest extends ObjectStoreContract {

    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);

    @Override
    ObjectStore emptyStore() {
        return new MeteredObjectStore(new MemoryObjectStore(), meter);
    }

    @Override
    ObjectStore another() {
        return store;
    }

    @Test
    void bytesAndCallsAreCountedByKind() throws Exception {
        ObjectStore metered = emptyStore();

        metered.put("a", ByteBuffer.allocate(100), PutMode.CREATE);
        metered.put("a", ByteBuffer.allocate(30), PutMode.ANY);
        metered.get("a");
        metered.get("a", 5, ByteBuffer.allocate(7));
        metered.head("a");
        metered.list("", object -> {});
        metered.delete("a");

        assertThat(meter.calls()).isEqualTo(new StoreCalls(2, 2, 1, 1, 1, 130, 37));
        assertThat(meter.calls().requests()).isEqualTo(7);
    }

    @Test
    void whatIsPutIsToldPieceByPieceAsLimitsLetItPass() throws Exception {
        var waiting = new CountedWaiting();
        ObjectStore limited =
                new MeteredObjectStore(new MemoryObjectStore(), new StoreMeter(new StoreLimits(0, 1 << 20), waiting));
        Map<Long, Double> told = new TreeMap<>();

        limited.put("a", ByteBuffer.allocate(1 << 20), PutMode.ANY, bytes -> told.put(bytes, waiting.seconds()));

        assertThat(told)
                .containsExactly(
                        entry(256L << 10, 0.0),
                        entry(512L << 10, 0.25),
                        entry(768L << 10, 0.5),
                        entry(1024L << 10, 0.75));
    }

    @Test
    void aCallInVainIsARequestWithoutBytes() {
        ObjectStore metered = emptyStore();

        assertThatThrownBy(() -> metered.get("absent")).isInstanceOf(ObjectMissingException.class);

        assertThat(meter.calls()).isEqualTo(new StoreCalls(0, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void limitsHoldCallsBack() throws Exception {
        var waiting = new CountedWaiting();
        ObjectStore limited =
                new MeteredObjectStore(new MemoryObjectStore(), new StoreMeter(new StoreLimits(10, 1 << 20), waiting));

        for (int i = 0; i < 21; i++) {
            limited.head("absent");
        }
        assertThat(waiting.seconds()).isEqualTo(2.0);

        limited.put("a", ByteBuffer.allocate(3 << 20), PutMode.ANY);
        limited.put("b", ByteBuffer.allocate(1), PutMode.ANY);
        assertThat(waiting.seconds()).isBetween(5.09, 5.2);
    }
}
