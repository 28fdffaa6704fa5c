package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.testing.Seeded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] must do; a subclass says which one.
@Seeded
abstract class ObjectStoreContract {

    protected ObjectStore store = new MemoryObjectStore();

    /// A store with nothing in it, at a location no other test uses. The contract closes it.
    abstract ObjectStore emptyStore() throws Exception;

    /// Another way to the objects of [#store], as another process has it. The contract closes it.
    abstract ObjectStore another() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = emptyStore();
    }

    @AfterEach
    void closeStore() {
        store.close();
        store.close();
    }

    @Test
    void anObjectComesBackAsItWasPut(RandomGenerator random) throws Exception {
        byte[] bytes = bytes(random, 100_003);

        store.put("packs/3f/a", ByteBuffer.wrap(bytes), PutMode.CREATE);

        ByteBuffer read = store.get("packs/3f/a");
        assertThat(read.position()).isZero();
        assertThat(read.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(read.hasArray()).isTrue();
        assertThat(content(read)).isEqualTo(bytes);
    }

    @Test
    void anEmptyObjectIsAnObject() throws Exception {
        store.put("empty", ByteBuffer.allocate(0), PutMode.CREATE);

        assertThat(store.get("empty").remaining()).isZero();
        assertThat(store.head("empty").orElseThrow().size()).isZero();
    }

    @Test
    void directBuffersAndSlicesAreReadWithoutMovingThem(RandomGenerator random) throws Exception {
        byte[] bytes = bytes(random, 70_000);
        ByteBuffer direct = ByteBuffer.allocateDirect(80_000).position(5_000).put(bytes);
        direct.limit(75_000).position(5_000);

        store.put("direct", direct, PutMode.CREATE);
        store.put("slice", ByteBuffer.wrap(bytes, 10, 20).slice().asReadOnlyBuffer(), PutMode.CREATE);

        assertThat(direct.position()).isEqualTo(5_000);
        assertThat(direct.limit()).isEqualTo(75_000);
        assertThat(content(store.get("direct"))).isEqualTo(bytes);
        assertThat(content(store.get("slice"))).isEqualTo(Arrays.copyOfRange(bytes, 10, 30));
    }

    @Test
    void theLargestObjectIsStoredAndMoreIsRefused(RandomGenerator random) throws Exception {
        ByteBuffer largest = ByteBuffer.allocateDirect(ObjectStore.MAX_OBJECT_BYTES);
        while (largest.hasRemaining()) {
            largest.putLong(random.nextLong());
        }
        largest.flip();

        store.put("largest", largest, PutMode.CREATE);

        assertThat(store.get("largest").mismatch(largest)).isEqualTo(-1);
        ByteBuffer more = ByteBuffer.allocateDirect(ObjectStore.MAX_OBJECT_BYTES + 1);
        assertThatThrownBy(() -> store.put("more", more, PutMode.CREATE))
                .isInstanceOf(ObjectTooLargeException.class)
                .hasMessageContaining("more")
                .hasMessageContaining(store.location());
        assertThat(store.head("more")).isEmpty();
    }

    @Test
    void createLeavesAnExistingObjectAlone() throws Exception {
        store.put("one", text("first"), PutMode.CREATE);

        assertThatThrownBy(() -> store.put("one", text("second"), PutMode.CREATE))
                .isInstanceOfSatisfying(ObjectExistsException.class, e -> {
                    assertThat(e.code()).isEqualTo("object-exists");
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining("one")
                .hasMessageContaining(store.location());
        assertThat(text(store.get("one"))).isEqualTo("first");
    }

    @Test
    void anyReplacesAnExistingObject() throws Exception {
        store.put("one", text("a longer first"), PutMode.ANY);
        store.put("one", text("second"), PutMode.ANY);

        assertThat(text(store.get("one"))).isEqualTo("second");
    }

    @Test
    void exactlyOneOfManyRacingCreatorsWins(RandomGenerator random) throws Exception {
        int racers = 8;
        try (var workers = Executors.newVirtualThreadPerTaskExecutor();
                ObjectStore second = another()) {
            for (int round = 0; round < 10; round++) {
                String key = "races/" + round;
                var start = new CyclicBarrier(racers);
                List<Callable<Boolean>> creators = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    ObjectStore mine = racer % 2 == 0 ? store : second;
                    ByteBuffer content = ByteBuffer.wrap(bytes(random, 5_000)).put(0, (byte) racer);
                    creators.add(() -> {
                        start.await();
                        return created(mine, key, content);
                    });
                }

                List<Future<Boolean>> outcomes = workers.invokeAll(creators);

                List<Integer> winners = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    if (outcomes.get(racer).get()) {
                        winners.add(racer);
                    }
                }
                assertThat(winners).hasSize(1);
                assertThat((int) store.get(key).get(0)).isEqualTo(winners.getFirst());
            }
        }
    }

    @Test
    void rangesAreReadExactly(RandomGenerator random) throws Exception {
        byte[] bytes = bytes(random, 200_000);
        store.put("ranged", ByteBuffer.wrap(bytes), PutMode.CREATE);

        for (int i = 0; i < 20; i++) {
            int offset = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(bytes.length - offset);
            ByteBuffer destination =
                    i % 2 == 0 ? ByteBuffer.allocate(length + 7) : ByteBuffer.allocateDirect(length + 7);
            destination.position(3).limit(3 + length);

            store.get("ranged", offset, destination);

            assertThat(destination.position()).isEqualTo(3 + length);
            destination.flip().position(3);
            assertThat(destination.mismatch(ByteBuffer.wrap(bytes, offset, length)))
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {91, 99, 100, 101, 1L << 40})
    void aRangeBeyondTheEndIsNamedAndMovesNothing(long offset) throws Exception {
        store.put("short", ByteBuffer.allocate(100), PutMode.CREATE);
        ByteBuffer destination = ByteBuffer.allocate(20).position(5).limit(15);

        assertThatThrownBy(() -> store.get("short", offset, destination))
                .isInstanceOfSatisfying(
                        ObjectTooShortException.class, e -> assertThat(e.code()).isEqualTo("object-too-short"))
                .hasMessageContaining("short")
                .hasMessageContaining("100")
                .hasMessageContaining(Long.toString(offset));
        assertThat(destination.position()).isEqualTo(5);
    }

    @Test
    void anEmptyRangeReadsNothing() throws Exception {
        store.put("short", ByteBuffer.allocate(100), PutMode.CREATE);

        store.get("short", 100, ByteBuffer.allocate(0));

        assertThatIllegalArgumentException().isThrownBy(() -> store.get("short", -1, ByteBuffer.allocate(1)));
    }

    @Test
    void whatIsAbsentIsNamed() throws Exception {
        assertThat(store.head("absent/one")).isEmpty();
        assertThatThrownBy(() -> store.get("absent/one"))
                .isInstanceOfSatisfying(
                        ObjectMissingException.class, e -> assertThat(e.code()).isEqualTo("object-missing"))
                .hasMessageContaining("absent/one")
                .hasMessageContaining(store.location());
        assertThatThrownBy(() -> store.get("absent/one", 0, ByteBuffer.allocate(1)))
                .isInstanceOf(ObjectMissingException.class);
        store.delete("absent/one");
        store.list("absent/", object -> {
            throw new AssertionError("Told of " + object);
        });
    }

    @Test
    void aNameOnTheWayToAnObjectIsNoObject() throws Exception {
        store.put("a/b/c", text("deep"), PutMode.CREATE);

        assertThat(store.head("a/b")).isEmpty();
        assertThatThrownBy(() -> store.get("a/b")).isInstanceOf(ObjectMissingException.class);
        store.delete("a/b");
        assertThat(keys("")).containsExactly("a/b/c");
    }

    @Test
    void headTellsSizeAndDate() throws Exception {
        store.put("dated", ByteBuffer.allocate(12_345), PutMode.CREATE);

        StoredObject found = store.head("dated").orElseThrow();

        assertThat(found.key()).isEqualTo("dated");
        assertThat(found.size()).isEqualTo(12_345);
        assertThat(found.lastModified()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
    }

    @Test
    void deletedObjectsAreGoneAndTheirKeysFree() throws Exception {
        store.put("x/one", text("1"), PutMode.CREATE);
        store.delete("x/one");

        assertThat(store.head("x/one")).isEmpty();
        assertThat(keys("x/")).isEmpty();
        store.put("x/one", text("2"), PutMode.CREATE);
        assertThat(text(store.get("x/one"))).isEqualTo("2");
    }

    @Test
    void listTellsAPrefixInAscendingOrder() throws Exception {
        List<String> put = List.of("b", "a/2", "a-1", "a/10", "a/1/x", "a/1-y", "a/B", "aa", "a_b", "A", "a/1.z");
        for (String key : put) {
            store.put(key, text(key), PutMode.CREATE);
        }

        assertThat(keys("")).isEqualTo(put.stream().sorted().toList());
        assertThat(keys("a/")).containsExactly("a/1-y", "a/1.z", "a/1/x", "a/10", "a/2", "a/B");
        assertThat(keys("a/1")).containsExactly("a/1-y", "a/1.z", "a/1/x", "a/10");
        assertThat(keys("a/1/")).containsExactly("a/1/x");
        assertThat(keys("a/3")).isEmpty();
        assertThat(keys("c/d/e")).isEmpty();
        store.list("a/10", object -> assertThat(object.size()).isEqualTo(4));
    }

    @Test
    void moreObjectsThanOneAnswerHoldsAreAllListed() throws Exception {
        List<String> put = new ArrayList<>();
        try (var workers = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> puts = new ArrayList<>();
            for (int i = 0; i < 1_100; i++) {
                String key = "many/%04d".formatted(i);
                put.add(key);
                puts.add(() -> created(store, key, text("x")));
            }
            for (Future<Boolean> done : workers.invokeAll(puts)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(keys("many/")).isEqualTo(put);
    }

    @Test
    void anExceptionOfTheConsumerEndsTheListing() throws Exception {
        store.put("a", text("a"), PutMode.CREATE);
        store.put("b", text("b"), PutMode.CREATE);
        List<String> told = new ArrayList<>();

        assertThatThrownBy(() -> store.list("", object -> {
                    told.add(object.key());
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(told).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.b", ".tmp/x", "a\0b", "a b", "a\\b", "ä",
                "a\n"
            })
    void keysThatAreNotPortableAreRefused(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, text("x"), PutMode.ANY));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(key, 0, ByteBuffer.allocate(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.head(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//", "..", "a/../", "a/.", "a\0"})
    void prefixesThatBeginNoKeyAreRefused(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.list(prefix, object -> {}));
    }

    @Test
    void whatOneHasStoredAnotherSees() throws Exception {
        store.put("shared/one", text("seen"), PutMode.CREATE);

        try (ObjectStore other = another()) {
            assertThat(text(other.get("shared/one"))).isEqualTo("seen");
            other.delete("shared/one");
        }
        assertThat(store.head("shared/one")).isEmpty();
    }

    protected final List<String> keys(String prefix) throws StoreException {
        List<String> keys = new ArrayList<>();
        store.list(prefix, object -> keys.add(object.key()));
        return keys;
    }

    protected static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static boolean created(ObjectStore store, String key, ByteBuffer content) throws StoreException {
        try {
            store.put(key, content, PutMode.CREATE);
            return true;
        } catch (ObjectExistsException _) {
            return false;
        }
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
