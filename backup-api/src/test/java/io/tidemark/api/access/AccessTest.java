package io.tidemark.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CatalogTest
class AccessTest {
    private static RunningServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start(TestDatabase own) {
        database = own;
        server = RunningServer.start(own);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/session",
                "/api/v1/machines",
                "/api/v1/runs",
                "/api/v1/events",
                "/api/v1/tokens",
                "/api/v1/openapi.json",
                "/api/v1/nothing",
                "/api/v2",
                "/api"
            })
    void withoutATokenNothingUnderApiAnswers(String path) {
        Answer answer = server.send(HttpRequest.newBuilder(server.address().resolve(path)));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthorized");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"tidemark\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer tmk_0000000000000000000000000000000000000000000",
                "Basic dXNlcjpwYXNz",
                "Token " + RunningServer.TOKEN,
                "Bearer " + RunningServer.TOKEN + "x"
            })
    void aWrongTokenIsRefused(String authorization) {
        Answer answer = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                .header("Authorization", authorization));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthorized");
        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void theBodyOfACallerWithoutATokenIsNotEvenRead() {
        Answer answer = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/machines"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{")));

        assertThat(answer.problem()).isEqualTo("unauthorized");
    }

    @Test
    void sessionSaysWhoseTokenItIs() {
        Answer answer = server.get("/api/v1/session").ok();

        assertThat(answer.body().path("name").asString()).isEqualTo("initial");
        assertThat(answer.body().path("role").asString()).isEqualTo("admin");
        assertThat(answer.body().path("serverVersion").asString()).isNotBlank();
    }

    @Test
    void healthNeedsNoToken() {
        Answer answer = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/health")))
                .ok();

        assertThat(answer.response().body())
                .as("who asks without a token learns no more")
                .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
        for (String group : List.of("liveness", "readiness")) {
            Answer ofGroup = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/health/" + group)))
                    .ok();
            assertThat(ofGroup.response().body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void aTokenIsShownOnceAndWorksUntilItIsRevoked() throws SQLException {
        Answer created = server.post("/api/v1/tokens", "{\"name\": \"script\"}");
        String secret = created.body().path("token").asString();

        assertThat(created.status()).isEqualTo(201);
        assertThat(secret).matches("tmk_[A-Za-z0-9_-]{43}");
        assertThat(statusWith(secret)).isEqualTo(200);
        assertThat(server.get("/api/v1/tokens").ok().response().body())
                .contains("script")
                .doesNotContain(secret);
        assertThat(everythingInTheTokenTable()).doesNotContain(secret).doesNotContain(RunningServer.TOKEN);

        server.delete("/api/v1/tokens/" + created.body().path("id").asString());

        assertThat(statusWith(secret)).isEqualTo(401);
    }

    @Test
    void everyAnswerCarriesSecurityHeaders() {
        Answer answer = server.get("/api/v1/session").ok();

        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.response().headers().map()).doesNotContainKey("set-cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1",
                "GET /a\\b HTTP/1.1",
                "GET /../../etc/passwd HTTP/1.1",
                "GET /%2e%2e/x HTTP/1.1",
                "GET /a;b=c/../x HTTP/1.1",
                "GET /a%00b HTTP/1.1",
                "GET //api/v1/machines HTTP/1.1",
                "GET /api/v1/machines/%2e%2e/tokens HTTP/1.1",
                "BREW / HTTP/1.1",
                "TRACE / HTTP/1.1",
                "nonsense"
            })
    void impossibleRequestsShowNoPageOfTheServersInside(String line) throws IOException {
        String answer = raw(line);

        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(answer)
                .doesNotContainIgnoringCase("tomcat", "exception", "<html", "whitelabel", "org.spring", "\tat ");
    }

    private static String raw(String line) throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().getPort());
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return reader.lines().collect(Collectors.joining("\n"));
        }
    }

    private static int statusWith(String secret) {
        return server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                        .header("Authorization", "Bearer " + secret))
                .status();
    }

    private static String everythingInTheTokenTable() throws SQLException {
        try (Connection connection = database.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select string_agg(t::text, ' ') from api_tokens t")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
