package io.tidemark.api.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@CatalogTest
class UserRequestsTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase own) {
        database = own;
        server = RunningServer.start(own);
        server.user("root", PASSWORD, "admin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPasswordIsNeverShownNorKept() throws SQLException {
        server.user("secretive", "a very special phrase", "viewer");

        assertThat(server.get("/api/v1/users").ok().response().body())
                .contains("secretive")
                .doesNotContain("special", "argon2");
        try (Connection connection = database.connect();
                ResultSet rows =
                        connection.createStatement().executeQuery("select string_agg(u::text, ' ') from users u")) {
            rows.next();
            assertThat(rows.getString(1)).contains("{argon2id}").doesNotContain("special");
        }
    }

    @Test
    void aDisabledUsersSessionsAndTokensEndAtOnce() {
        String id = server.user("dora", PASSWORD, "operator");
        try (Browser browser = new Browser(server)) {
            browser.logIn("dora", PASSWORD);
            String token = browser.send("POST", "/api/v1/tokens", "{\"name\": \"dora-script\"}")
                    .body()
                    .path("token")
                    .asString();
            assertThat(withToken(token).status()).isEqualTo(200);

            change(id, "operator", false);

            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
            assertThat(withToken(token).problem()).isEqualTo("unauthorized");
            assertThat(browser.tryToLogIn("dora", PASSWORD).problem()).isEqualTo("log-in-failed");
            change(id, "operator", true);
            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
            assertThat(withToken(token).status()).isEqualTo(200);
            browser.logIn("dora", PASSWORD);
            assertThat(server.delete("/api/v1/users/" + id).status()).isEqualTo(204);
            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
            assertThat(withToken(token).problem()).isEqualTo("unauthorized");
            assertThat(server.get("/api/v1/tokens").response().body()).doesNotContain("dora-script");
        }
    }

    @Test
    void anotherRoleCountsFromTheNextRequestOn() {
        String id = server.user("erik", PASSWORD, "operator");
        try (Browser browser = new Browser(server)) {
            browser.logIn("erik", PASSWORD);
            String token = browser.send("POST", "/api/v1/tokens", "{\"name\": \"erik-script\"}")
                    .body()
                    .path("token")
                    .asString();

            change(id, "viewer", true);

            assertThat(browser.get("/api/v1/session").ok().body().path("role").asString())
                    .isEqualTo("viewer");
            assertThat(withToken(token).problem())
                    .as("a token that may do more than its owner")
                    .isEqualTo("unauthorized");
        }
    }

    @Test
    void nobodyMakesATokenThatMayDoMoreThanOneself() {
        server.user("vera", PASSWORD, "viewer");
        try (Browser browser = new Browser(server)) {
            browser.logIn("vera", PASSWORD);

            Answer made = browser.send(
                    "POST", "/api/v1/tokens", "{\"name\": \"veras\", \"expiresAt\": \"2199-01-01T00:00:00Z\"}");
            assertThat(made.status()).isEqualTo(201);
            for (String role : new String[] {"operator", "backup-only", "admin"}) {
                assertThat(browser.send("POST", "/api/v1/tokens", "{\"name\": \"x\", \"role\": \"" + role + "\"}")
                                .problem())
                        .isEqualTo("forbidden");
            }
            assertThat(browser.get("/api/v1/tokens").ok().body().path("items")).hasSize(1);
            assertThat(server.post("/api/v1/tokens", "{\"name\": \"y\"}").status())
                    .isEqualTo(201);
            String others = server.get("/api/v1/tokens")
                    .ok()
                    .body()
                    .path("items")
                    .valueStream()
                    .filter(token -> token.path("name").asString().equals("y"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asString();
            assertThat(browser.send("DELETE", "/api/v1/tokens/" + others, "").problem())
                    .isEqualTo("not-found");
            String token = made.body().path("token").asString();
            Answer byToken = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/tokens"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"z\"}")));
            assertThat(byToken.problem()).isEqualTo("forbidden");
        }
    }

    @Test
    void theEndOfATokenIsTold() throws SQLException {
        String token = server.post(
                        "/api/v1/tokens",
                        "{\"name\": \"ends\", \"role\": \"viewer\", \"expiresAt\": \"2199-01-01T00:00:00Z\"}")
                .body()
                .path("token")
                .asString();
        assertThat(withToken(token).status()).isEqualTo(200);
        try (Connection connection = database.connect()) {
            connection
                    .createStatement()
                    .executeUpdate("update api_tokens set expires_at = '2026-01-01T00:00:00Z' where name = 'ends'");
        }

        Answer answer = withToken(token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("token-expired");
        assertThat(answer.header("WWW-Authenticate"))
                .contains("error=\"invalid_token\"", "The token expired at 2026-01-01T00:00:00Z");
    }

    @Test
    void theLastAdminCannotShutItselfOut() {
        String root = server.get("/api/v1/users")
                .ok()
                .body()
                .path("items")
                .valueStream()
                .filter(user -> user.path("name").asString().equals("root"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();

        assertThat(server.delete("/api/v1/users/" + root).problem()).isEqualTo("last-admin");
        assertThat(server.put("/api/v1/users/" + root, "{\"role\": \"viewer\", \"enabled\": true}", "If-Match", "*")
                        .problem())
                .isEqualTo("last-admin");
    }

    @Test
    void anAdminSetsAPasswordAndTheSessionsEnd() {
        String id = server.user("greta", PASSWORD, "viewer");
        try (Browser browser = new Browser(server)) {
            browser.logIn("greta", PASSWORD);

            assertThat(server.put("/api/v1/users/" + id + "/password", "{\"password\": \"another long word\"}")
                            .status())
                    .isEqualTo(204);

            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
            browser.logIn("greta", "another long word");
        }
    }

    private static void change(String id, String role, boolean enabled) {
        Answer user = server.get("/api/v1/users/" + id).ok();
        server.put(
                        "/api/v1/users/" + id,
                        "{\"role\": \"%s\", \"enabled\": %s}".formatted(role, enabled),
                        "If-Match",
                        user.header("ETag"))
                .ok();
    }

    private static Answer withToken(String token) {
        return server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                .header("Authorization", "Bearer " + token));
    }
}
