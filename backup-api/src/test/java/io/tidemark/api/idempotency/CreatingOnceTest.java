package io.tidemark.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is created under an idempotency key is created once. How runs do, `IdempotencyTest` shows.
@CatalogTest
class CreatingOnceTest {
    private static final int AT_ONCE = 8;
    private static RunningServer server;
    private static String machine = "";
    private static String repository = "";

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        machine = server.machine("subject");
        repository = server.repository("subject");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> whatCanBeCreated() {
        return Stream.of(
                arguments(
                        "machines",
                        "{\"name\": \"NAME\", \"disks\": [{\"name\": \"disk\", \"imagePath\": \"/images/NAME\"}]}"),
                arguments("repositories", "{\"name\": \"NAME\", \"location\": \"s3://once/NAME\"}"),
                arguments("policies", RunningServer.policy("NAME", "REPOSITORY", "MACHINE", Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCanBeCreated")
    void theSameKeyAndRequestBringTheSameThingAgain(String kind, String body) {
        Answer first = post(kind, body, "same", kind + "-same");
        Answer again = post(kind, body, "same", kind + "-same");

        assertThat(again.created()).isEqualTo(first.created());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.body()).isEqualTo(first.body());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCanBeCreated")
    void theSameKeyForAnotherRequestIsRefusedAndCreatesNothing(String kind, String body) {
        post(kind, body, "first", kind + "-reused").created();

        Answer other = post(kind, body, "second", kind + "-reused");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        post(kind, body, "second", kind + "-new").created();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCanBeCreated")
    void aRefusedRequestLeavesItsKeyFree(String kind, String body) {
        String path = post(kind, body, "in-the-way", "").header("Location");
        Answer refused = post(kind, body, "in-the-way", kind + "-refused");
        assertThat(refused.status()).isEqualTo(409);
        cancelRuns();
        assertThat(server.delete(path).status()).isEqualTo(204);

        Answer created = post(kind, body, "in-the-way", kind + "-refused");

        assertThat(created.header("Location")).isNotEqualTo(path);
        created.created();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCanBeCreated")
    void aKeyIsForgottenWithTheThing(String kind, String body) {
        String path = post(kind, body, "forgotten", kind + "-forgotten").header("Location");
        cancelRuns();
        assertThat(server.delete(path).status()).isEqualTo(204);

        Answer anew = post(kind, body, "forgotten", kind + "-forgotten");

        assertThat(anew.header("Location")).isNotEqualTo(path);
        anew.created();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCanBeCreated")
    void keysMayNotBeEmptyOrLong(String kind, String body) {
        assertThat(post(kind, body, "long", "k".repeat(256)).problem()).isEqualTo("validation-failed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCanBeCreated")
    void requestsAtTheSameMomentUnderOneKeyAllBringTheSameThing(String kind, String body)
            throws InterruptedException, ExecutionException {
        Callable<Answer> request = () -> post(kind, body, "at-once", kind + "-at-once");
        List<Answer> answers;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> sent = clients.invokeAll(java.util.Collections.nCopies(AT_ONCE, request));
            answers = sent.stream().map(Future::resultNow).toList();
        }

        assertThat(answers.stream().map(Answer::created).distinct()).hasSize(1);
    }

    @Test
    void aKeyOfOneKindOfThingIsNotTakenForAnother() {
        post(
                        "machines",
                        "{\"name\": \"NAME\", \"disks\": [{\"name\": \"disk\", \"imagePath\": \"/images/NAME\"}]}",
                        "kinds",
                        "kinds")
                .created();

        Answer other = post("repositories", "{\"name\": \"NAME\", \"location\": \"s3://once/NAME\"}", "kinds", "kinds");

        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void aTokenIsShownOnceWhateverTheKey() {
        Answer first = server.post("/api/v1/tokens", "{\"name\": \"once\"}", "Idempotency-Key", "token");
        assertThat(first.status()).isEqualTo(201);

        Answer again = server.post("/api/v1/tokens", "{\"name\": \"once\"}", "Idempotency-Key", "token");

        assertThat(again.problem()).isEqualTo("token-exists");
        assertThat(again.response().body())
                .doesNotContain(first.body().path("token").asString());
    }

    private static void cancelRuns() {
        server.get("/api/v1/runs?state=queued")
                .ok()
                .body()
                .path("items")
                .forEach(run -> server.post("/api/v1/runs/" + run.path("id").asString() + "/cancel", ""));
    }

    private static Answer post(String kind, String body, String name, String key) {
        String filled = body.replace("NAME", kind + "-" + name)
                .replace("REPOSITORY", repository)
                .replace("MACHINE", machine);
        String path = "/api/v1/" + kind;
        return key.isEmpty() ? server.post(path, filled) : server.post(path, filled, "Idempotency-Key", key);
    }
}
