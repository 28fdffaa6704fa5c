package io.tidemark.api.problem;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must not be asked about labels, objectives and coverage, and how lists must not be asked for.
@CatalogTest
class BadPolicyRequestsTest {
    private static final String DISKS = "\"disks\": [{\"name\": \"disk\", \"imagePath\": \"/images/a.qcow2\"}]";
    private static RunningServer server;
    private static Refusals refusals;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        refusals = new Refusals(
                server,
                Map.of(
                        "machine",
                        server.machine("taken"),
                        "repository",
                        server.repository("taken"),
                        "nobody",
                        UUID.randomUUID().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @MethodSource({"labels", "policies", "changes"})
    void isAnsweredWithItsProblem(String method, String path, String body, int status, String problem, String field) {
        String[] headers = method.equals("PUT") ? new String[] {"If-Match", "*"} : new String[0];
        refusals.check(method, path, body, status, problem, field, headers);
    }

    static Stream<Arguments> labels() {
        String tooMany = IntStream.rangeClosed(0, Labels.MAXIMUM)
                .mapToObj(number -> "\"k" + number + "\": \"v\"")
                .collect(Collectors.joining(", "));
        return Stream.of(
                invalid("POST", "/machines", machine("{\"Env\": \"x\"}"), "labels[Env]"),
                invalid("POST", "/machines", machine("{\"-env\": \"x\"}"), "labels[-env]"),
                invalid("POST", "/machines", machine("{\"e nv\": \"x\"}"), "labels[e nv]"),
                invalid("POST", "/machines", machine("{\"\": \"x\"}"), "labels[]"),
                invalid("POST", "/machines", machine("{\"" + "k".repeat(64) + "\": \"x\"}"), ""),
                invalid("POST", "/machines", machine("{\"env\": \"\"}"), "labels[env]"),
                invalid("POST", "/machines", machine("{\"env\": null}"), "labels[env]"),
                invalid("POST", "/machines", machine("{\"env\": 7}"), "labels.env"),
                invalid("POST", "/machines", machine("{\"env\": {\"a\": 1}}"), "labels.env"),
                invalid("POST", "/machines", machine("{\"env\": \"a\\u0000b\"}"), "labels[env]"),
                invalid("POST", "/machines", machine("{\"env\": \"" + "v".repeat(101) + "\"}"), "labels[env]"),
                invalid("POST", "/machines", machine("[\"env\"]"), "labels"),
                invalid("POST", "/machines", machine("\"env=x\""), "labels"),
                invalid("POST", "/machines", machine("{" + tooMany + "}"), "labels"),
                arguments(
                        "POST",
                        "/api/v1/machines",
                        machine("{\"env\": \"a\", \"env\": \"b\"}"),
                        400,
                        "malformed-body",
                        ""));
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                invalid("POST", "/policies", policy("\"labels\": {\"Env\": \"x\"}"), "labels[Env]"),
                invalid("POST", "/policies", policy("\"labels\": {\"env\": \"\"}"), "labels[env]"),
                invalid("POST", "/policies", policy("\"labels\": [\"env=x\"]"), "labels"),
                invalid("POST", "/policies", policy("\"machines\": {\"id\": \"x\"}"), "machines"),
                invalid("POST", "/policies", policy("\"objectiveSeconds\": 59"), "objectiveSeconds"),
                invalid("POST", "/policies", policy("\"objectiveSeconds\": -1"), "objectiveSeconds"),
                invalid("POST", "/policies", policy("\"objectiveSeconds\": 31622401"), "objectiveSeconds"),
                invalid("POST", "/policies", policy("\"objectiveSeconds\": 3600.5"), "objectiveSeconds"),
                invalid("POST", "/policies", policy("\"objectiveSeconds\": \"1d\""), "objectiveSeconds"),
                invalid("POST", "/policies", policy("\"objectiveSeconds\": 99999999999999999999"), "objectiveSeconds"));
    }

    static Stream<Arguments> changes() {
        String path = "/machines/{machine}";
        return Stream.of(
                invalid("PUT", path, "{}", "disks"),
                invalid("PUT", path, "{" + DISKS + ", \"name\": \"other\"}", "name"),
                invalid("PUT", path, "{" + DISKS + ", \"labels\": {\"Env\": \"x\"}}", "labels[Env]"),
                invalid("PUT", path, "{\"disks\": [{\"name\": \"d\", \"imagePath\": \"a\"}]}", "disks[0].imagePath"),
                arguments("PUT", "/api/v1" + path, "{" + DISKS + ", \"pool\": \"moon\"}", 422, "pool-missing", ""),
                arguments(
                        "PUT",
                        "/api/v1" + path,
                        "{\"disks\": [{\"name\": \"d\", \"imagePath\": \"/a\"}, {\"name\": \"d\", \"imagePath\": \"/b\"}]}",
                        422,
                        "disks-invalid",
                        ""),
                arguments("PUT", "/api/v1/machines/{nobody}", "{" + DISKS + "}", 404, "not-found", ""),
                arguments("GET", "/api/v1/machines/{nobody}/coverage", "", 404, "not-found", ""),
                invalid("GET", path + "/coverage?covered=maybe", "", "covered"),
                invalid("GET", path + "/coverage?limit=0", "", "limit"),
                problem(path + "/coverage?sort=createdAt", "sort-invalid"),
                problem(path + "/coverage?cursor=x", "cursor-invalid"));
    }

    private static String machine(String labels) {
        return "{\"name\": \"a\", " + DISKS + ", \"labels\": " + labels + "}";
    }

    private static String policy(String more) {
        return "{\"name\": \"a\", \"repository\": \"{repository}\", \"cron\": \"0 30 2 * * ?\", \"timeZone\": \"UTC\", "
                + more + "}";
    }

    private static Arguments invalid(String method, String path, String body, String field) {
        return arguments(method, "/api/v1" + path, body, 400, "validation-failed", field);
    }

    private static Arguments problem(String path, String type) {
        return arguments("GET", "/api/v1" + path, "", 400, type, "");
    }
}
