package io.tidemark.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Joining, retrying and limiting runs over HTTP; there is no worker, so runs end only where a test says so.
@CatalogTest
class RunsTest {
    private static RunningServer server;
    private static String repository = "";

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        repository = server.repository("main");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSecondBackupIsRefusedNamingTheFirstOrJoinsIt() {
        String machine = server.machine("joined");
        String first = server.post("/api/v1/runs", backup(machine, "")).accepted();

        Answer refused = server.post("/api/v1/runs", backup(machine, ", \"ifActive\": \"refuse\""));
        Answer joined = server.post("/api/v1/runs", backup(machine, ", \"mode\": \"full\", \"ifActive\": \"join\""));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("run-already-active");
        assertThat(refused.body().path("run").asString()).isEqualTo(first);
        assertThat(joined.accepted()).isEqualTo(first);
    }

    @Test
    void verificationsAndCollectionsAreJoinedToo() {
        String verify = "{\"kind\": \"verify\", \"repository\": \"" + repository + "\"%s}";
        String collection = "/api/v1/repositories/" + repository + "/collection";
        String verifying = server.post("/api/v1/runs", verify.formatted("")).accepted();
        String collecting = server.post(collection, "{}").accepted();

        assertThat(server.post("/api/v1/runs", verify.formatted("")).problem()).isEqualTo("run-already-active");
        assertThat(server.post("/api/v1/runs", verify.formatted(", \"ifActive\": \"join\""))
                        .accepted())
                .isEqualTo(verifying);
        assertThat(server.post(collection, "{}").body().path("run").asString()).isEqualTo(collecting);
        assertThat(server.post(collection, "{\"ifActive\": \"join\"}").accepted())
                .isEqualTo(collecting);
        assertThat(server.post(collection, "{\"ifActive\": \"join\", \"dryRun\": true}")
                        .accepted())
                .isNotEqualTo(collecting);
    }

    @Test
    void aFailedRunIsRetriedByHandAndTheLineIsListed() {
        String machine = server.machine("retried");
        String first = server.post("/api/v1/runs", backup(machine, "")).accepted();
        assertThat(retry(first).problem()).isEqualTo("run-active");
        fail(first);

        Answer answer = server.post("/api/v1/runs/" + first + "/retry", "", "Idempotency-Key", "once");
        String second = answer.accepted();

        assertThat(server.post("/api/v1/runs/" + first + "/retry", "", "Idempotency-Key", "once")
                        .accepted())
                .isEqualTo(second);
        assertThat(answer.body().path("retryOf").asString()).isEqualTo(first);
        assertThat(answer.body().path("retryNumber").asInt()).isEqualTo(1);
        assertThat(answer.body().path("waitingFor").asString()).isEqualTo("worker");
        JsonNode failed = server.get("/api/v1/runs/" + first).ok().body();
        assertThat(failed.path("retriedBy").asString()).isEqualTo(second);
        assertThat(failed.path("retryOf").isNull()).isTrue();
        assertThat(retry(first).problem()).isEqualTo("run-already-active");
        fail(second);
        assertThat(retry(first).problem()).isEqualTo("run-not-retryable");
        String third = retry(second).accepted();
        List<String> line = new ArrayList<>();
        server.get("/api/v1/runs?retryOf=" + first)
                .ok()
                .body()
                .path("items")
                .forEach(run -> line.add(run.path("id").asString()));
        assertThat(line).containsExactly(third, second, first);
    }

    @Test
    void thePoolsLimitIsChangedByWhoHasReadIt() {
        Answer pool = server.get("/api/v1/pools/default").ok();
        assertThat(pool.body().path("concurrentRuns").isNull()).isTrue();

        Answer changed = server.put("/api/v1/pools/default", "{\"concurrentRuns\": 7}", "If-Match", pool.header("ETag"))
                .ok();
        Answer late = server.put("/api/v1/pools/default", "{}", "If-Match", pool.header("ETag"));

        assertThat(changed.body().path("concurrentRuns").asInt()).isEqualTo(7);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("precondition-failed");
        assertThat(server.put("/api/v1/pools/default", "{}", "If-Match", "*")
                        .ok()
                        .body()
                        .path("concurrentRuns")
                        .isNull())
                .isTrue();
    }

    @Test
    void aRepositoryShowsHowManyRunsMayWorkWithIt() {
        String path = "/api/v1/repositories/" + server.repository("narrow");

        server.put(path + "/limits", "{\"concurrentRuns\": 2}", "If-Match", "*").ok();

        assertThat(server.get(path).ok().body().at("/limits/concurrentRuns").asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @MethodSource("badRequests")
    void aBadRequestIsAnsweredWithItsProblem(
            String method, String path, String body, int status, String problem, String field) {
        Answer answer = server.send(
                method,
                path.replace("{repository}", repository),
                BodyPublishers.ofString(body.replace("{repository}", repository)),
                method.equals("PUT") ? new String[] {"If-Match", "*"} : new String[0]);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        if (!field.isEmpty()) {
            assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
        }
    }

    static Stream<Arguments> badRequests() {
        String nobody = UUID.randomUUID().toString();
        String verify = "{\"kind\": \"verify\", \"repository\": \"{repository}\", ";
        String limits = "/api/v1/repositories/{repository}/limits";
        String policies = "/api/v1/policies";
        String policy = "{\"name\": \"p\", \"repository\": \"{repository}\", \"cron\": \"0 0 3 * * ?\","
                + " \"timeZone\": \"UTC\", \"machines\": [], ";
        return Stream.of(
                invalid("POST", "/api/v1/runs", verify + "\"ifActive\": \"wait\"}", "ifActive"),
                invalid("POST", "/api/v1/runs", verify + "\"ifActive\": true}", "ifActive"),
                invalid("POST", "/api/v1/runs", verify + "\"ifActive\": \"JOIN\"}", "ifActive"),
                invalid("POST", "/api/v1/repositories/{repository}/collection", "{\"ifActive\": 1}", "ifActive"),
                arguments("POST", "/api/v1/runs/" + nobody + "/retry", "", 404, "not-found", ""),
                invalid("POST", "/api/v1/runs/x/retry", "", "id"),
                invalid("GET", "/api/v1/runs?retryOf=x", "", "retryOf"),
                arguments("GET", "/api/v1/pools/moon", "", 404, "not-found", ""),
                arguments("PUT", "/api/v1/pools/moon", "{\"concurrentRuns\": 1}", 404, "not-found", ""),
                invalid("PUT", "/api/v1/pools/default", "{\"concurrentRuns\": 0}", "concurrentRuns"),
                invalid("PUT", "/api/v1/pools/default", "{\"concurrentRuns\": 10001}", "concurrentRuns"),
                invalid("PUT", "/api/v1/pools/default", "{\"concurrentRuns\": \"2\"}", "concurrentRuns"),
                invalid("PUT", "/api/v1/pools/default", "{\"runs\": 2}", "runs"),
                invalid("PUT", limits, "{\"concurrentRuns\": 0}", "concurrentRuns"),
                invalid("PUT", limits, "{\"concurrentRuns\": 1.5}", "concurrentRuns"),
                invalid("POST", policies, policy + "\"retry\": {}}", "retry.attempts"),
                invalid("POST", policies, policy + "\"retry\": {\"attempts\": 0}}", "retry.attempts"),
                invalid("POST", policies, policy + "\"retry\": {\"attempts\": 11}}", "retry.attempts"),
                invalid(
                        "POST",
                        policies,
                        policy + "\"retry\": {\"attempts\": 1, \"firstDelaySeconds\": 0}}",
                        "retry.firstDelaySeconds"),
                invalid(
                        "POST",
                        policies,
                        policy + "\"retry\": {\"attempts\": 1, \"firstDelaySeconds\": 3601}}",
                        "retry.firstDelaySeconds"),
                invalid("POST", policies, policy + "\"limits\": {\"bytesPerSecond\": 1}}", "limits.bytesPerSecond"),
                invalid(
                        "POST",
                        policies,
                        policy + "\"limits\": {\"requestsPerSecond\": 0}}",
                        "limits.requestsPerSecond"),
                invalid("POST", policies, policy + "\"limits\": {\"concurrentRuns\": 1}}", "limits.concurrentRuns"));
    }

    private static Arguments invalid(String method, String path, String body, String field) {
        return arguments(method, path, body, 400, "validation-failed", field);
    }

    private static Answer retry(String run) {
        return server.post("/api/v1/runs/" + run + "/retry", "");
    }

    /// What a worker records.
    private static void fail(String run) {
        server.context()
                .getBean(JdbcClient.class)
                .sql("""
                        update runs set state = 'failed', error_code = 'image-busy', error_message = 'A machine has the image.',
                                        finished_at = now()
                        where id = ?""")
                .param(UUID.fromString(run))
                .update();
    }

    private static String backup(String machine, String more) {
        return "{\"kind\": \"backup\", \"machine\": \"%s\", \"repository\": \"%s\"%s}"
                .formatted(machine, repository, more);
    }
}
