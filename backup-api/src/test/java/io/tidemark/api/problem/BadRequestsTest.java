package io.tidemark.api.problem;

import static io.tidemark.api.problem.Refusals.invalid;
import static io.tidemark.api.problem.Refusals.malformed;
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

/// What must not be asked, and how each such request is answered.
@CatalogTest
class BadRequestsTest {
    private static final String NOBODY = UUID.randomUUID().toString();
    private static RunningServer server;
    private static Refusals refusals;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        String machine = server.machine("taken");
        String repository = server.repository("taken");
        server.post("/api/v1/policies", RunningServer.policy("taken", repository, machine, Map.of()))
                .created();
        refusals = new Refusals(server, Map.of("machine", machine, "repository", repository, "nobody", NOBODY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @MethodSource({"bodies", "machines", "repositories", "runs", "restores", "others"})
    void isAnsweredWithItsProblem(String method, String path, String body, int status, String problem, String field) {
        refusals.check(method, path, body, status, problem, field);
    }

    static Stream<Arguments> bodies() {
        String machines = "/api/v1/machines";
        return Stream.of(
                malformed(machines, ""),
                malformed(machines, "{"),
                malformed(machines, "{\"name\": \"a\",}"),
                malformed(machines, "not json"),
                malformed(machines, "{\"name\": \"a\", \"name\": \"b\", \"disks\": []}"),
                malformed(machines, "{\"name\": \"a\"} {}"),
                invalid(machines, "{\"name\": " + "[".repeat(2000), "name"),
                invalid(machines, "null", ""),
                invalid(machines, "[]", "body"),
                invalid(machines, "\"text\"", "body"),
                invalid(machines, "{}", "disks"),
                arguments("POST", machines, " ".repeat(2 << 20), 413, "body-too-large", ""));
    }

    static Stream<Arguments> machines() {
        String path = "/api/v1/machines";
        String disks = "\"disks\": [{\"name\": \"disk\", \"imagePath\": \"/images/a.qcow2\"}]";
        return Stream.of(
                arguments("POST", path, "{\"name\": \"taken\", " + disks + "}", 409, "machine-exists", ""),
                invalid(path, "{\"name\": \"\", " + disks + "}", "name"),
                invalid(path, "{\"name\": \"   \", " + disks + "}", "name"),
                invalid(path, "{\"name\": null, " + disks + "}", "name"),
                invalid(path, "{\"name\": 7, " + disks + "}", "name"),
                invalid(path, "{\"name\": {\"a\": 1}, " + disks + "}", "name"),
                invalid(path, "{\"name\": \"../etc\", " + disks + "}", "name"),
                invalid(path, "{\"name\": \"a\\u0000b\", " + disks + "}", "name"),
                invalid(path, "{\"name\": \"a\\nb\", " + disks + "}", "name"),
                invalid(path, "{\"name\": \"a\\ud800b\", " + disks + "}", "name"),
                malformed(path, "{\"name\": \"a\", \"\\ud800\": 1, " + disks + "}"),
                invalid(path, "{\"name\": \"a\", \"pool\": \"\\udc00\", " + disks + "}", "pool"),
                invalid(path, "{\"name\": \"" + "x".repeat(101) + "\", " + disks + "}", "name"),
                invalid(path, "{\"name\": \"a\", \"colour\": \"red\", " + disks + "}", "colour"),
                invalid(path, "{\"name\": \"a\", \"id\": \"{nobody}\", " + disks + "}", "id"),
                invalid(path, "{\"name\": \"a\", \"pool\": \"\", " + disks + "}", "pool"),
                arguments(
                        "POST", path, "{\"name\": \"a\", \"pool\": \"moon\", " + disks + "}", 422, "pool-missing", ""),
                invalid(path, "{\"name\": \"a\", \"disks\": []}", "disks"),
                invalid(path, "{\"name\": \"a\", \"disks\": [null]}", "disks[0]"),
                invalid(path, "{\"name\": \"a\", \"disks\": \"disk\"}", "disks"),
                invalid(path, "{\"name\": \"a\", \"disks\": [{\"name\": \"d\"}]}", "disks[0].imagePath"),
                invalid(path, "{\"name\": \"a\", \"disks\": [{\"imagePath\": \"/a\"}]}", "disks[0].name"),
                invalid(path, disk("images/a.qcow2"), "disks[0].imagePath"),
                invalid(path, disk("/images/../etc/shadow"), "disks[0].imagePath"),
                invalid(path, disk("/images/./a"), "disks[0].imagePath"),
                invalid(path, disk("/images//a"), "disks[0].imagePath"),
                invalid(path, disk("/images/a/"), "disks[0].imagePath"),
                invalid(path, disk("/"), "disks[0].imagePath"),
                invalid(path, disk("/images/a\\u0000"), "disks[0].imagePath"),
                invalid(path, disk("nbd:unix:/run/x"), "disks[0].imagePath"),
                invalid(path, disk("json:{}"), "disks[0].imagePath"),
                invalid(path, disk("/" + "x".repeat(5000)), "disks[0].imagePath"),
                arguments("POST", path, twoDisks("d", "/a", "d", "/b"), 422, "disks-invalid", ""),
                arguments("POST", path, twoDisks("d", "/a", "e", "/a"), 422, "image-repeated", ""),
                arguments("GET", path + "/{nobody}", "", 404, "not-found", ""),
                arguments("DELETE", path + "/{nobody}", "", 404, "not-found", ""),
                arguments("GET", path + "/1", "", 400, "validation-failed", "id"),
                arguments("GET", path + "/1-1-1-1-x", "", 400, "validation-failed", "id"),
                arguments("PATCH", path + "/{machine}", "{}", 405, "method-not-allowed", ""),
                arguments("DELETE", path, "", 405, "method-not-allowed", ""));
    }

    static Stream<Arguments> repositories() {
        String path = "/api/v1/repositories";
        return Stream.of(
                arguments("POST", path, repository("taken", "s3://other/x"), 409, "repository-exists", ""),
                arguments("POST", path, repository("other", "s3://tidemark/taken"), 409, "location-taken", ""),
                arguments("DELETE", path + "/{repository}", "", 409, "repository-in-use", ""),
                arguments("GET", path + "/{nobody}", "", 404, "not-found", ""),
                invalid(path, repository("a", ""), "location"),
                invalid(path, repository("a", "bucket"), "location"),
                invalid(path, repository("a", "s3://"), "location"),
                invalid(path, repository("a", "s3://B"), "location"),
                invalid(path, repository("a", "s3://bucket//x"), "location"),
                invalid(path, repository("a", "s3://bucket/../x"), "location"),
                invalid(path, repository("a", "s3://bucket/a?b"), "location"),
                invalid(path, repository("a", "s3://bucket/a#b"), "location"),
                invalid(path, repository("a", "s3://bucket/a%20b"), "location"),
                invalid(path, repository("a", "s3://bucket/a b"), "location"),
                invalid(path, repository("a", "s3://bucket/" + "x".repeat(481)), "location"),
                invalid(path, repository("a", "file:relative"), "location"),
                invalid(path, repository("a", "file:/a/../b"), "location"),
                invalid(path, repository("a", "file:///srv"), "location"),
                invalid(path, repository("a", "https://bucket.s3.amazonaws.com"), "location"),
                invalid(path, repository("a", "s3://bucket/" + "x".repeat(2000)), "location"),
                invalid(path, endpoint("localhost:9000"), "endpoint"),
                invalid(path, endpoint("ftp://host"), "endpoint"),
                invalid(path, endpoint("http://"), "endpoint"),
                invalid(path, endpoint("http://user:secret@host"), "endpoint"),
                invalid(path, endpoint("http://host:99999"), "endpoint"),
                invalid(path, endpoint("http://host/?x=1"), "endpoint"),
                invalid(path, endpoint("not a url"), "endpoint"),
                invalid(
                        path,
                        "{\"name\": \"a\", \"location\": \"s3://bucket\", \"region\": \"here and there\"}",
                        "region"),
                invalid(path, with("\"sealed\": \"yes\""), "sealed"),
                invalid(path, with("\"sealed\": 1"), "sealed"),
                invalid(path, with("\"passphrase\": \"secret\""), "passphrase"),
                invalid(path, with("\"limits\": 5"), "limits"),
                invalid(path, with("\"limits\": {\"requestsPerSecond\": 0}"), "limits.requestsPerSecond"),
                invalid(path, with("\"limits\": {\"requestsPerSecond\": -1}"), "limits.requestsPerSecond"),
                invalid(path, with("\"limits\": {\"bytesPerSecond\": 65535}"), "limits.bytesPerSecond"),
                invalid(path, with("\"limits\": {\"bytes\": 100000}"), "limits.bytes"),
                arguments("PUT", path + "/{repository}/limits", "{}", 428, "precondition-required", ""));
    }

    static Stream<Arguments> runs() {
        String path = "/api/v1/runs";
        return Stream.of(
                invalid(path, "{\"machine\": \"{machine}\", \"repository\": \"{repository}\"}", "kind"),
                invalid(path, "{\"kind\": \"dance\"}", "kind"),
                invalid(path, "{\"kind\": \"\\ud800\"}", "kind"),
                invalid(path, "{\"kind\": \"" + "x".repeat(39) + "\ud83c\udf0a\"}", "kind"),
                invalid(path, "{\"kind\": \"connect\"}", "repository"),
                invalid(path, "{\"kind\": \"collection\", \"repository\": \"{repository}\"}", "kind"),
                invalid(
                        path,
                        "{\"kind\": \"verify\", \"point\": \"{nobody}\", \"repository\": \"{repository}\"}",
                        "point"),
                arguments("POST", path, "{\"kind\": \"connect\", \"repository\": \"{nobody}\"}", 404, "not-found", ""),
                arguments(
                        "POST",
                        path,
                        "{\"kind\": \"connect\", \"repository\": \"{repository}\"}",
                        409,
                        "run-already-active",
                        ""),
                invalid(path, "{\"kind\": \"backup\", \"repository\": \"{repository}\"}", "machine"),
                invalid(path, "{\"kind\": \"backup\", \"machine\": \"{machine}\"}", "repository"),
                invalid(path, backup("\"mode\": \"bitmap\""), "mode"),
                invalid(path, backup("\"mode\": \"AUTO\""), "mode"),
                invalid(path, backup("\"force\": true"), "force"),
                invalid(path, "{\"kind\": \"verify\"}", "point"),
                invalid(path, "{\"kind\": \"verify\", \"point\": \"{nobody}\", \"samplePercent\": 0}", "samplePercent"),
                invalid(
                        path,
                        "{\"kind\": \"verify\", \"point\": \"{nobody}\", \"samplePercent\": 101}",
                        "samplePercent"),
                invalid(
                        path,
                        "{\"kind\": \"verify\", \"point\": \"{nobody}\", \"samplePercent\": \"9\"}",
                        "samplePercent"),
                arguments("POST", path, "{\"kind\": \"verify\", \"point\": \"{nobody}\"}", 404, "not-found", ""),
                arguments(
                        "POST", path, backup("\"mode\": \"auto\"").replace("{machine}", NOBODY), 404, "not-found", ""),
                arguments(
                        "POST",
                        path,
                        backup("\"mode\": \"auto\"").replace("{repository}", NOBODY),
                        404,
                        "not-found",
                        ""),
                arguments("GET", path + "/{nobody}", "", 404, "not-found", ""),
                arguments("GET", path + "/{nobody}/log", "", 404, "not-found", ""),
                arguments("POST", path + "/{nobody}/cancel", "", 404, "not-found", ""),
                arguments("GET", path + "?state=done", "", 400, "validation-failed", "state"),
                arguments("GET", path + "?kind=dance", "", 400, "validation-failed", "kind"),
                arguments("GET", path + "?machine=x", "", 400, "validation-failed", "machine"),
                arguments("GET", path + "?limit=0", "", 400, "validation-failed", "limit"),
                arguments("GET", path + "?limit=201", "", 400, "validation-failed", "limit"),
                arguments("GET", path + "?limit=many", "", 400, "validation-failed", "limit"),
                arguments("GET", path + "?cursor=nonsense", "", 400, "cursor-invalid", ""),
                arguments("GET", path + "?cursor=bnh4", "", 400, "cursor-invalid", ""),
                arguments("GET", path + "/{nobody}/log?after=-1", "", 400, "validation-failed", "after"),
                arguments("GET", path + "/{nobody}/log?after=x", "", 400, "validation-failed", "after"));
    }

    static Stream<Arguments> restores() {
        String path = "/api/v1/restores";
        return Stream.of(
                invalid(path, "{\"target\": \"/restore/a\"}", "point"),
                invalid(path, "{\"point\": \"{nobody}\"}", "target"),
                invalid(path, "{\"point\": \"{nobody}\", \"target\": \"a\"}", "target"),
                invalid(path, "{\"point\": \"{nobody}\", \"target\": \"/a/../b\"}", "target"),
                invalid(path, "{\"point\": \"{nobody}\", \"target\": \"/a\", \"format\": \"vmdk\"}", "format"),
                invalid(path, "{\"point\": \"{nobody}\", \"target\": \"/a\", \"disk\": \"\"}", "disk"),
                arguments("POST", path, "{\"point\": \"{nobody}\", \"target\": \"/a\"}", 404, "not-found", ""));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments("GET", "/api/v1/points/{nobody}", "", 404, "not-found", ""),
                arguments("GET", "/api/v1/points?machine=x", "", 400, "validation-failed", "machine"),
                arguments("GET", "/api/v1/points?cursor=x", "", 400, "cursor-invalid", ""),
                arguments("GET", "/api/v1/events?run=x", "", 400, "validation-failed", "run"),
                arguments("GET", "/api/v1/events?run={nobody}", "", 404, "not-found", ""),
                arguments("GET", "/api/v1/unknown", "", 404, "not-found", ""),
                arguments("GET", "/api/v2/machines", "", 404, "not-found", ""),
                arguments("GET", "/api", "", 404, "not-found", ""),
                arguments("GET", "/api/v1/machines/", "", 404, "not-found", ""),
                arguments("POST", "/api/v1/tokens", "{\"name\": \"initial\"}", 409, "token-exists", ""),
                arguments("DELETE", "/api/v1/tokens/{nobody}", "", 404, "not-found", ""),
                arguments("GET", "/missing.js", "", 404, "not-found", ""),
                arguments("POST", "/", "{}", 405, "method-not-allowed", ""));
    }

    private static String disk(String path) {
        return "{\"name\": \"a\", \"disks\": [{\"name\": \"d\", \"imagePath\": \"" + path + "\"}]}";
    }

    private static String twoDisks(String name, String image, String otherName, String otherImage) {
        String disk = "{\"name\": \"%s\", \"imagePath\": \"%s\"}";
        return ("{\"name\": \"a\", \"disks\": [" + disk + ", " + disk + "]}")
                .formatted(name, image, otherName, otherImage);
    }

    private static String repository(String name, String location) {
        return "{\"name\": \"" + name + "\", \"location\": \"" + location + "\"}";
    }

    private static String with(String member) {
        return "{\"name\": \"a\", \"location\": \"s3://bucket\", " + member + "}";
    }

    private static String endpoint(String url) {
        return "{\"name\": \"a\", \"location\": \"s3://bucket\", \"endpoint\": \"" + url + "\"}";
    }

    private static String backup(String more) {
        return "{\"kind\": \"backup\", \"machine\": \"{machine}\", \"repository\": \"{repository}\", " + more + "}";
    }
}
