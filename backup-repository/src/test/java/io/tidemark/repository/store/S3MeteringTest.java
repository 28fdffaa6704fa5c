package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.store.ScriptedS3.Answer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is counted and held back of the requests that really go to an S3 server.
class S3MeteringTest {

    private static final String LIST = "<ListBucketResult><IsTruncated>%s</IsTruncated>%s</ListBucketResult>";

    @Test
    void everyAttemptIsARequestAndContentCountsAsOftenAsItIsSent() throws Exception {
        var meter = new StoreMeter(StoreLimits.NONE);
        var attempts = new AtomicInteger();
        try (ScriptedS3 server = ScriptedS3.start(
                        request -> attempts.incrementAndGet() < 3 ? Answer.error(503, "SlowDown") : Answer.of(200));
                ObjectStore store = server.store(meter, 3)) {
            store.put("a", ByteBuffer.allocate(1000), PutMode.ANY);

            assertThat(server.requests()).hasSize(3);
            assertThat(meter.calls().puts()).isEqualTo(3);
            assertThat(meter.calls().bytesUp()).isEqualTo(3000);
        }
    }

    @Test
    void whoPutsIsToldHowMuchHasLeftAndBeginsAnewWithEachAttempt() throws Exception {
        var attempts = new AtomicInteger();
        List<Long> told = new ArrayList<>();
        try (ScriptedS3 server = ScriptedS3.start(
                        request -> attempts.incrementAndGet() < 2 ? Answer.error(503, "SlowDown") : Answer.of(200));
                ObjectStore store = server.store(new StoreMeter(StoreLimits.NONE), 2)) {
            store.put("a", ByteBuffer.allocate(200 << 10), PutMode.ANY, told::add);
        }

        int second =
                told.lastIndexOf(told.stream().mapToLong(Long::longValue).min().orElseThrow());
        assertThat(told.subList(0, second)).isSorted().hasSizeGreaterThan(2).endsWith(200L << 10);
        assertThat(told.subList(second, told.size()))
                .isSorted()
                .hasSizeGreaterThan(2)
                .endsWith(200L << 10);
    }

    @Test
    void aLimitOfBytesShowsInWhatIsTold() throws Exception {
        var meter = new StoreMeter(new StoreLimits(0, 1 << 20));
        List<Duration> at = new ArrayList<>();
        long start = System.nanoTime();
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(200));
                ObjectStore store = server.store(meter, 1)) {
            store.put(
                    "a",
                    ByteBuffer.allocate(400 << 10),
                    PutMode.ANY,
                    _ -> at.add(Duration.ofNanos(System.nanoTime() - start)));
        }

        assertThat(at.getLast().minus(at.getFirst())).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void eachPageOfAListingIsARequest() throws Exception {
        var meter = new StoreMeter(StoreLimits.NONE);
        String next = "<NextContinuationToken>more</NextContinuationToken>";
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(
                        200,
                        request.uri().contains("continuation-token")
                                ? LIST.formatted("false", "")
                                : LIST.formatted("true", next),
                        Map.of()));
                ObjectStore store = server.store(meter, 1)) {
            store.list("packs/", object -> {});

            StoreCalls calls = meter.calls();
            assertThat(calls.lists()).isEqualTo(2);
            assertThat(calls.requests()).isEqualTo(2);
            assertThat(calls.bytesDown())
                    .isEqualTo(LIST.formatted("true", next).length()
                            + LIST.formatted("false", "").length());
        }
    }

    @Test
    void readingAskingAndDeletingAreToldApart() throws Exception {
        var meter = new StoreMeter(StoreLimits.NONE);
        try (ScriptedS3 server = ScriptedS3.start(request -> switch (request.method()) {
                    case "GET" -> Answer.of(200, "content", Map.of());
                    case "HEAD" ->
                        new Answer(
                                200,
                                Map.of("Content-Length", "7", "Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT"),
                                "",
                                0);
                    default -> Answer.of(204);
                });
                ObjectStore store = server.store(meter, 1)) {
            store.get("a");
            store.head("a");
            store.delete("a");

            assertThat(meter.calls()).isEqualTo(new StoreCalls(0, 1, 1, 0, 1, 0, 7));
        }
    }

    @Test
    void aLimitOfBytesMakesATransferSlowAndNotLate() throws Exception {
        var meter = new StoreMeter(new StoreLimits(0, 1 << 20));
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(200));
                ObjectStore store = server.store(meter, 1)) {
            long start = System.nanoTime();
            store.put("a", ByteBuffer.allocate(400 << 10), PutMode.ANY);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);

            // All but the last piece of 64 KiB or less has been waited for.
            assertThat(taken).isGreaterThan(Duration.ofMillis(300));
            assertThat(meter.calls().bytesUp()).isEqualTo(400 << 10);
        }
    }

    @Test
    void aLimitOfRequestsHoldsForAllCalls() throws Exception {
        var waiting = new CountedWaiting();
        var meter = new StoreMeter(new StoreLimits(10, 0), waiting);
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(204));
                ObjectStore store = server.store(meter, 1)) {
            for (int i = 0; i < 11; i++) {
                store.delete("a");
            }
            assertThat(waiting.seconds()).isEqualTo(1.0);
        }
    }
}
