package io.tidemark.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@CatalogTest
class SessionsTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase own) {
        database = own;
        server = RunningServer.start(own);
        server.user("anna", PASSWORD, "admin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoLogsInIsKnownByACookieThatScriptsDoNotSee() {
        try (Browser browser = new Browser(server)) {
            Answer answer = browser.logIn("Anna", PASSWORD);

            assertThat(answer.body().path("name").asString()).isEqualTo("anna");
            assertThat(answer.body().path("role").asString()).isEqualTo("admin");
            assertThat(answer.body().path("means").asString()).isEqualTo("password");
            assertThat(answer.body().path("permissions").valueStream().map(JsonNode::asString))
                    .contains("watch", "administer");
            assertThat(answer.body().path("endsAt").asString()).isNotBlank();
            assertThat(answer.header("Set-Cookie"))
                    .startsWith("tidemark-session=")
                    .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
                    .doesNotContain("Secure");
            Answer again = browser.get("/api/v1/session").ok();
            assertThat(again.body()).isEqualTo(answer.body());
            assertThat(again.response().headers().map()).doesNotContainKey("set-cookie");
            assertThat(browser.get("/api/v1/machines").status()).isEqualTo(200);
        }
    }

    @Test
    void aChangeNeedsTheSessionsCsrfToken() {
        String machine = "{\"name\": \"%s\", \"disks\": [{\"name\": \"d\", \"imagePath\": \"/images/%s\"}]}";
        try (Browser browser = new Browser(server);
                Browser other = new Browser(server)) {
            browser.logIn("anna", PASSWORD);
            Answer foreign = other.logIn("anna", PASSWORD);

            assertThat(browser.send("POST", "/api/v1/machines", machine.formatted("one", "one"))
                            .status())
                    .isEqualTo(201);
            browser.remember(foreign);
            refused(browser, machine);
            browser.forgetCsrfToken();
            refused(browser, machine);
            String token =
                    browser.get("/api/v1/session").ok().body().at("/csrf/token").asString();
            assertThat(browser.send("POST", "/api/v1/machines?_csrf=" + token, machine.formatted("two", "two"))
                            .problem())
                    .as("addresses are kept in logs")
                    .isEqualTo("csrf-token-missing");
            assertThat(browser.send("DELETE", "/api/v1/session", "").problem()).isEqualTo("csrf-token-missing");
            browser.remember(browser.get("/api/v1/session").ok());
            assertThat(browser.send("DELETE", "/api/v1/session", "").status()).isEqualTo(204);
            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
        }
    }

    private static void refused(Browser browser, String machine) {
        Answer answer = browser.send("POST", "/api/v1/machines", machine.formatted("two", "two"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("csrf-token-missing");
    }

    @Test
    void aSessionIdThatSomebodyElseChoseIsOfNoUse() {
        try (Browser browser = new Browser(server);
                Browser thief = new Browser(server)) {
            Answer stolen = browser.logIn("anna", PASSWORD);
            String before = browser.session().orElseThrow();
            browser.logIn("anna", PASSWORD);
            thief.plant(before);

            assertThat(stolen.status()).isEqualTo(201);
            assertThat(browser.session())
                    .hasValueSatisfying(id -> assertThat(id).isNotEqualTo(before));
            assertThat(thief.get("/api/v1/session").problem()).isEqualTo("unauthorized");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw", "%00", "'or''='"})
    void aCookieThatIsNoSessionIsNobody(String cookie) {
        try (Browser browser = new Browser(server)) {
            browser.plant(cookie);

            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
        }
    }

    @Test
    void aRequestWithAMistypedTokenHasNoSession() {
        try (Browser browser = new Browser(server)) {
            browser.logIn("anna", PASSWORD);

            Answer answer = browser.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                    .header("Authorization", "Bearer tmk_mistyped-0000000000000000"));

            assertThat(answer.problem()).isEqualTo("unauthorized");
        }
    }

    @Test
    void aSessionEndsWithItsLifetimeHoweverBusy() throws SQLException {
        try (Browser browser = new Browser(server)) {
            browser.logIn("anna", PASSWORD);
            sql("update spring_session set creation_time = creation_time - " + 12 * 3600 * 1000L);

            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
        }
    }

    @Test
    void anIdleSessionEnds() throws SQLException {
        try (Browser browser = new Browser(server)) {
            browser.logIn("anna", PASSWORD);
            sql("update spring_session set last_access_time = last_access_time - " + 31 * 60 * 1000L
                    + ", expiry_time = expiry_time - " + 31 * 60 * 1000L);

            assertThat(browser.get("/api/v1/session").problem()).isEqualTo("unauthorized");
        }
    }

    @Test
    void everyApiProcessKnowsTheSession() {
        try (RunningServer second = RunningServer.start(database);
                Browser browser = new Browser(server);
                Browser elsewhere = new Browser(second)) {
            browser.logIn("anna", PASSWORD);
            elsewhere.plant(browser.session().orElseThrow());

            assertThat(elsewhere.get("/api/v1/session").ok().body().path("name").asString())
                    .isEqualTo("anna");
        }
    }

    @Test
    void whoChangesItsPasswordStaysAndItsOtherSessionsEnd() {
        server.user("bert", PASSWORD, "viewer");
        try (Browser browser = new Browser(server);
                Browser other = new Browser(server)) {
            browser.logIn("bert", PASSWORD);
            other.logIn("bert", PASSWORD);

            assertThat(change(browser, "wrong horse battery", "another long word")
                            .problem())
                    .isEqualTo("log-in-failed");
            assertThat(change(browser, PASSWORD, "berts long word").problem()).isEqualTo("password-weak");
            browser.remember(change(browser, PASSWORD, "another long word").ok());

            assertThat(browser.get("/api/v1/session").status()).isEqualTo(200);
            assertThat(other.get("/api/v1/session").problem()).isEqualTo("unauthorized");
            assertThat(other.tryToLogIn("bert", PASSWORD).problem()).isEqualTo("log-in-failed");
            other.logIn("bert", "another long word");
            assertThat(browser.send("DELETE", "/api/v1/session", "").status()).isEqualTo(204);
        }
        Answer byToken = server.put("/api/v1/session/password", """
                {"oldPassword": "x", "newPassword": "another long word"}""");
        assertThat(byToken.problem()).isEqualTo("no-password");
    }

    private static Answer change(Browser browser, String before, String after) {
        return browser.send("PUT", "/api/v1/session/password", """
                {"oldPassword": "%s", "newPassword": "%s"}""".formatted(before, after));
    }

    @Test
    void theWaysInAreToldToEverybody() {
        try (Browser browser = new Browser(server)) {
            Answer answer = browser.get("/api/v1/session/ways").ok();

            assertThat(answer.body().path("password").asBoolean()).isTrue();
            assertThat(answer.body().path("providers").isEmpty()).isTrue();
            assertThat(answer.body().path("loggedIn").asBoolean(true)).isFalse();
            browser.logIn("anna", PASSWORD);
            assertThat(browser.get("/api/v1/session/ways")
                            .ok()
                            .body()
                            .path("loggedIn")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }
}
