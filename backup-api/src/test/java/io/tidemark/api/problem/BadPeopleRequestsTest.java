package io.tidemark.api.problem;

import static io.tidemark.api.problem.Refusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.Answer;
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

/// What must not be asked about users, tokens and sessions, and how each such request is answered.
@CatalogTest
class BadPeopleRequestsTest {
    private static final String USERS = "/api/v1/users";
    private static final String TOKENS = "/api/v1/tokens";
    private static final String SESSION = "/api/v1/session";
    private static final String NOBODY = UUID.randomUUID().toString();
    private static RunningServer server;
    private static Refusals refusals;
    private static String user = "";

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        user = server.user("taken", "correct horse battery", "viewer");
        refusals = new Refusals(server, Map.of("user", user, "nobody", NOBODY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @MethodSource({"users", "changes", "tokens", "sessions"})
    void isAnsweredWithItsProblem(String method, String path, String body, int status, String problem, String field) {
        refusals.check(method, path, body, status, problem, field);
    }

    @ParameterizedTest(name = "If-Match {0} -> {1} {2}")
    @MethodSource("versions")
    void aChangeNeedsTheVersionThatItsMakerSaw(String ifMatch, int status, String problem) {
        Answer answer =
                server.put(USERS + "/" + user, "{\"role\": \"viewer\", \"enabled\": true}", "If-Match", ifMatch);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                arguments("\"999\"", 412, "precondition-failed"),
                arguments("\"x\"", 412, "precondition-failed"),
                arguments("7", 400, "validation-failed"));
    }

    static Stream<Arguments> users() {
        return Stream.of(
                post(USERS, "", 400, "malformed-body", ""),
                invalid(USERS, "{}", "name"),
                invalid(USERS, user("", "viewer"), "name"),
                invalid(USERS, user("a\\u0000b", "viewer"), "name"),
                invalid(USERS, user("x".repeat(101), "viewer"), "name"),
                invalid(USERS, user("a", "emperor"), "role"),
                invalid(USERS, user("a", "ADMIN"), "role"),
                invalid(USERS, user("a", ""), "role"),
                invalid(USERS, "{\"name\": \"a\", \"password\": \"correct horse battery\"}", "role"),
                invalid(USERS, "{\"name\": \"a\", \"role\": \"viewer\"}", "password"),
                invalid(USERS, "{\"name\": \"a\", \"role\": \"viewer\", \"password\": 7}", "password"),
                invalid(USERS, userWith("\"password\": \"" + "sekrit".repeat(100) + "\""), "password"),
                invalid(USERS, userWith("\"password\": \"correct horse battery\", \"admin\": true"), "admin"),
                invalid(USERS, userWith("\"password\": \"correct horse battery\", \"bounds\": []"), "bounds"),
                invalid(USERS, userWith("\"password\": \"correct horse battery\", \"bounds\": {\"a\": 1}"), "bounds.a"),
                post(USERS, userWith("\"password\": \"sekrit\""), 422, "password-weak", ""),
                post(USERS, bounded("{\"A\": \"b\"}"), 422, "bounds-invalid", ""),
                post(USERS, bounded("{\"\": \"b\"}"), 422, "bounds-invalid", ""),
                post(USERS, bounded("{\"a=b\": \"c\"}"), 422, "bounds-invalid", ""),
                post(USERS, bounded("{\"a\": \"\"}"), 422, "bounds-invalid", ""),
                post(USERS, bounded("{\"a\": \"b\\u0000\"}"), 422, "bounds-invalid", ""),
                post(USERS, bounded("{\"a\": \"we!b\"}"), 422, "bounds-invalid", ""),
                post(USERS, bounded("{\"a\": \" \"}"), 422, "bounds-invalid", ""),
                invalid(USERS, bounded("{\"a\": \"\\ud800\"}"), "bounds.a"),
                invalid(USERS, userWith("\"password\": \"correct horse \\udfff battery\""), "password"),
                post(USERS, user("taken", "viewer"), 409, "user-exists", ""),
                post(USERS, user("TAKEN", "viewer"), 409, "user-exists", ""),
                arguments("GET", USERS + "/{nobody}", "", 404, "not-found", ""),
                arguments("GET", USERS + "/x", "", 400, "validation-failed", "id"),
                arguments("GET", USERS + "?cursor=x", "", 400, "cursor-invalid", ""),
                arguments("GET", USERS + "?limit=0", "", 400, "validation-failed", "limit"),
                arguments("DELETE", USERS + "/{nobody}", "", 404, "not-found", ""),
                arguments("PATCH", USERS + "/{user}", "{}", 405, "method-not-allowed", ""));
    }

    static Stream<Arguments> changes() {
        String one = USERS + "/{user}";
        String password = "{\"password\": \"another long word\"}";
        return Stream.of(
                arguments("PUT", one, "{\"role\": \"viewer\", \"enabled\": true}", 428, "precondition-required", ""),
                arguments("PUT", one + "/password", "{}", 400, "validation-failed", "password"),
                arguments("PUT", one + "/password", "{\"password\": \"sekrit\"}", 422, "password-weak", ""),
                arguments("PUT", one + "/password", "{\"password\": \"i am taken by it\"}", 422, "password-weak", ""),
                arguments("PUT", USERS + "/{nobody}/password", password, 404, "not-found", ""));
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                invalid(TOKENS, "{\"name\": \"a\", \"role\": \"emperor\"}", "role"),
                invalid(TOKENS, "{\"name\": \"a\", \"role\": 1}", "role"),
                invalid(TOKENS, "{\"name\": \"a\", \"expiresAt\": \"tomorrow\"}", "expiresAt"),
                invalid(TOKENS, "{\"name\": \"a\", \"expiresAt\": \"+999999999-12-31T23:59:59Z\"}", "expiresAt"),
                invalid(TOKENS, "{\"name\": \"a\", \"expiresAt\": \"+10000-01-01T00:00:00Z\"}", "expiresAt"),
                invalid(TOKENS, "{\"name\": \"a\", \"expiresAt\": 4102444800}", "expiresAt"),
                invalid(TOKENS, "{\"name\": \"a\", \"expiresAt\": \"\\ud800\"}", "expiresAt"),
                invalid(TOKENS, "{\"name\": \"a\\udfff\"}", "name"),
                post(TOKENS, "{\"name\": \"a\", \"bounds\": {\"team\": \"we!b\"}}", 422, "bounds-invalid", ""),
                invalid(TOKENS, "{\"name\": \"a\", \"token\": \"tmk_sekrit\"}", "token"),
                invalid(TOKENS, "{\"name\": \"a\", \"bounds\": {\"a\": null}}", "bounds[a]"),
                post(TOKENS, "{\"name\": \"a\", \"expiresAt\": \"2001-01-01T00:00:00Z\"}", 422, "expiry-past", ""),
                post(TOKENS, "{\"name\": \"a\", \"bounds\": {\"a b\": \"c\"}}", 422, "bounds-invalid", ""),
                arguments("PUT", TOKENS + "/{nobody}", "{}", 405, "method-not-allowed", ""));
    }

    static Stream<Arguments> sessions() {
        return Stream.of(
                invalid(SESSION, "{\"name\": \"taken\"}", "password"),
                invalid(SESSION, "{\"password\": \"sekrit\"}", "name"),
                invalid(SESSION, "{\"name\": \"a\\u0000\", \"password\": \"sekrit\"}", "name"),
                invalid(SESSION, "{\"name\": \"taken\", \"password\": \"sekrit\\ud800\"}", "password"),
                invalid(SESSION, "{\"name\": [\"taken\"], \"password\": \"sekrit\"}", "name"),
                invalid(SESSION, "{\"name\": \"a\", \"password\": \"" + "sekrit".repeat(100) + "\"}", "password"),
                post(SESSION, "name=taken&password=sekrit", 400, "malformed-body", ""),
                post(SESSION, "{\"name\": \"taken\", \"password\": \"sekrit\"}", 401, "log-in-failed", ""),
                post(SESSION, "{\"name\": \"' or ''='\", \"password\": \"sekrit\"}", 401, "log-in-failed", ""),
                arguments("PUT", SESSION + "/password", "{}", 400, "validation-failed", ""),
                arguments("PUT", SESSION, "{}", 405, "method-not-allowed", ""));
    }

    private static Arguments post(String path, String body, int status, String problem, String field) {
        return arguments("POST", path, body, status, problem, field);
    }

    private static String user(String name, String role) {
        return "{\"name\": \"" + name + "\", \"password\": \"correct horse battery\", \"role\": \"" + role + "\"}";
    }

    private static String userWith(String members) {
        return "{\"name\": \"a\", \"role\": \"viewer\", " + members + "}";
    }

    private static String bounded(String bounds) {
        return userWith("\"password\": \"correct horse battery\", \"bounds\": " + bounds);
    }
}
