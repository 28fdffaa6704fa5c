package io.tidemark.api.problem;

import static io.tidemark.api.problem.Refusals.invalid;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must not be asked of schedules and rules of policies.
@CatalogTest
class BadScheduleRequestsTest {
    private static final String NOBODY = UUID.randomUUID().toString();
    private static RunningServer server;
    private static Refusals refusals;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        String machine = server.machine("scheduled");
        String repository = server.repository("scheduled");
        String policy = server.post("/api/v1/policies", RunningServer.policy("taken", repository, machine, Map.of()))
                .created();
        refusals = new Refusals(
                server, Map.of("machine", machine, "repository", repository, "policy", policy, "nobody", NOBODY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @MethodSource({"policies", "policyRules"})
    void isAnsweredWithItsProblem(String method, String path, String body, int status, String problem, String field) {
        refusals.check(method, path, body, status, problem, field);
    }

    static Stream<Arguments> policies() {
        String path = "/api/v1/policies";
        String one = path + "/{policy}";
        return Stream.of(
                arguments("POST", path, policy("taken", "0 0 2 * * ?", "UTC"), 409, "policy-exists", ""),
                arguments("POST", path, policy("a", "every night", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "0 0 2 * * *", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "61 0 2 * * ?", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "30 2 * * *", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "0 0/0 2 * * ?", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "0 0 2 30 2 ?", "UTC"), 422, "cron-never-fires", ""),
                arguments("POST", path, policy("a", "0 0 2 31 2 ?", "UTC"), 422, "cron-never-fires", ""),
                arguments("POST", path, policy("a", "0 0 2 * * ? 2001", "UTC"), 422, "cron-never-fires", ""),
                arguments("POST", path, policy("a", "0 0 2 ? * MONX", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "0-5-9 0 2 * * ?", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "0 0 2 15WW * ?", "UTC"), 422, "cron-invalid", ""),
                arguments("POST", path, policy("a", "0 0 2 * * ?", "Moon/Tranquility"), 422, "time-zone-invalid", ""),
                arguments("POST", path, policy("a", "0 0 2 * * ?", "+01:00"), 422, "time-zone-invalid", ""),
                arguments("POST", path, policy("a", "0 0 2 * * ?", "UTC+1"), 422, "time-zone-invalid", ""),
                invalid(path, policy("a", "", "UTC"), "cron"),
                invalid(path, policy("a", "0 0 2 * * ?", ""), "timeZone"),
                invalid(path, policy("a", "0".repeat(200), "UTC"), "cron"),
                invalid(path, policy("", "0 0 2 * * ?", "UTC"), "name"),
                invalid(path, policy("a", "0 0 2 * * ?", "UTC").replace("[\"{machine}\"]", "null"), "machines"),
                invalid(
                        path,
                        policy("a", "0 0 2 * * ?", "UTC").replace("\"machines\": [\"{machine}\"]", "\"labels\": {}"),
                        "machines"),
                invalid(path, policy("a", "0 0 2 * * ?", "UTC").replace("{machine}", "x"), "machines[0]"),
                invalid(path, policy("a", "0 0 2 * * ?", "UTC").replace("{repository}", "x"), "repository"),
                invalid(path, policy("a", "0 0 2 * * ?", "UTC").replace("]}", "], \"mode\": \"bitmap\"}"), "mode"),
                invalid(path, policy("a", "0 0 2 * * ?", "UTC").replace("]}", "], \"mode\": 1}"), "mode"),
                invalid(path, policy("a", "0 0 2 * * ?", "UTC").replace("]}", "], \"enabled\": \"yes\"}"), "enabled"),
                arguments(
                        "POST",
                        path,
                        policy("a", "0 0 2 * * ?", "UTC").replace("{machine}", "{nobody}"),
                        422,
                        "machine-missing",
                        ""),
                arguments(
                        "POST",
                        path,
                        policy("a", "0 0 2 * * ?", "UTC").replace("{repository}", "{nobody}"),
                        422,
                        "repository-missing",
                        ""),
                arguments("GET", path + "/{nobody}", "", 404, "not-found", ""),
                arguments("DELETE", path + "/{nobody}", "", 404, "not-found", ""),
                arguments("PUT", one, policy("taken", "0 0 2 * * ?", "UTC"), 428, "precondition-required", ""));
    }

    static Stream<Arguments> policyRules() {
        String path = "/api/v1/policies";
        return Stream.of(
                invalid(path, policyWith("\"start\": []"), "start"),
                invalid(path, policyWith("\"start\": {\"jitterSeconds\": -1}"), "start.jitterSeconds"),
                invalid(path, policyWith("\"start\": {\"jitterSeconds\": 86401}"), "start.jitterSeconds"),
                invalid(path, policyWith("\"start\": {\"missed\": \"twice\"}"), "start.missed"),
                invalid(path, policyWith("\"start\": {\"window\": {\"from\": \"22:00\"}}"), "start.window.to"),
                invalid(path, window("24:00", "06:00"), "start.window.from"),
                invalid(path, window("22:00", "6am"), "start.window.to"),
                arguments("POST", path, window("06:00", "06:00"), 422, "window-invalid", ""),
                arguments("POST", path, policyWith("\"retention\": {}"), 422, "retention-empty", ""),
                arguments("POST", path, policyWith("\"retention\": {\"keepLast\": 0}"), 422, "retention-empty", ""),
                invalid(path, policyWith("\"retention\": {\"keepLast\": -1}"), "retention.keepLast"),
                invalid(path, policyWith("\"retention\": {\"keepDaily\": 1.5}"), "retention.keepDaily"),
                invalid(path, policyWith("\"retention\": {\"keepWithin\": \"a week\"}"), "retention.keepWithin"),
                invalid(path, policyWith("\"retention\": {\"keepWithin\": \"0d\"}"), "retention.keepWithin"),
                invalid(path, policyWith("\"retention\": {\"keep-last\": 3}"), "retention.keep-last"),
                invalid(path, policyWith("\"verification\": {}"), "verification.cron"),
                invalid(
                        path,
                        policyWith("\"verification\": {\"cron\": \"0 0 4 * * ?\", \"samplePercent\": 0}"),
                        "verification.samplePercent"),
                arguments("POST", path, policyWith("\"verification\": {\"cron\": \"daily\"}"), 422, "cron-invalid", ""),
                arguments("POST", path, policyWith("\"collection\": {\"cron\": \"daily\"}"), 422, "cron-invalid", ""),
                invalid(path + "/{policy}/retention", "{}", "machine"),
                invalid(path + "/{policy}/retention", "{\"machine\": \"{machine}\", \"dryRun\": \"no\"}", "dryRun"),
                arguments(
                        "POST",
                        path + "/{policy}/retention",
                        "{\"machine\": \"{machine}\"}",
                        422,
                        "retention-empty",
                        ""),
                arguments("POST", path + "/{policy}/retention", "{\"machine\": \"{nobody}\"}", 404, "not-found", ""),
                arguments("POST", path + "/{nobody}/retention", "{\"machine\": \"{machine}\"}", 404, "not-found", ""),
                arguments("POST", "/api/v1/repositories/{nobody}/collection", "{}", 404, "not-found", ""),
                invalid("/api/v1/repositories/{repository}/collection", "{\"dryRun\": 1}", "dryRun"),
                arguments("GET", "/api/v1/runs/{nobody}/verdicts", "", 404, "not-found", ""));
    }

    private static String policy(String name, String cron, String timeZone) {
        return "{\"name\": \"" + name + "\", \"cron\": \"" + cron + "\", \"timeZone\": \"" + timeZone
                + "\", \"repository\": \"{repository}\", \"machines\": [\"{machine}\"]}";
    }

    private static String policyWith(String member) {
        return policy("a", "0 0 2 * * ?", "UTC").replace("]}", "], " + member + "}");
    }

    private static String window(String from, String to) {
        return policyWith("\"start\": {\"window\": {\"from\": \"" + from + "\", \"to\": \"" + to + "\"}}");
    }
}
