package io.tidemark.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Streams end with their callers' right to them. Without a look at it they would go on for an hour; a heartbeat comes
/// after 15 seconds.
@CatalogTest
class LostRightsTest {
    private static final int SOON_MILLIS = 5_000;
    private static final String PASSWORD = "correct horse battery";
    private static RunningServer server;
    private static TestDatabase catalog;

    @BeforeAll
    static void start(TestDatabase database) {
        catalog = database;
        server = RunningServer.start(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void streamsOfTokensEndWithTheToken() throws Exception {
        Answer revoked = token("revoked");
        Answer expired = token("expired");
        try (Stream ofRevoked = Stream.of(revoked);
                Stream ofExpired = Stream.of(expired);
                Stream ofNobodyElse = Stream.of(token("left alone"))) {
            server.delete("/api/v1/tokens/" + id(revoked));
            execute("update api_tokens set expires_at = now() - interval '1 minute' where id = '" + id(expired) + "'");

            assertThat(ofRevoked.endsSoon()).isTrue();
            assertThat(ofExpired.endsSoon()).isTrue();
            assertThat(ofNobodyElse.goesOn()).isTrue();
        }
    }

    @Test
    void streamsEndWhenTheirUserIsShutOutOrMayDoSomethingElse() throws Exception {
        try (Person disabled = new Person("disabled");
                Person removed = new Person("removed");
                Person demoted = new Person("demoted");
                Person bounded = new Person("bounded");
                Person loggedOut = new Person("logged-out");
                Person renewed = new Person("renewed");
                Person late = new Person("late");
                Person leftAlone = new Person("left-alone")) {
            disabled.become("""
                    {"role": "operator", "enabled": false}""");
            assertThat(server.delete("/api/v1/users/" + removed.id).status()).isEqualTo(204);
            demoted.become("""
                    {"role": "viewer", "enabled": true}""");
            bounded.become("""
                    {"role": "operator", "bounds": {"team": "web"}, "enabled": true}""");
            assertThat(loggedOut.browser.send("DELETE", "/api/v1/session", "").status())
                    .isEqualTo(204);
            assertThat(server.put("/api/v1/users/" + renewed.id + "/password", """
                                    {"password": "another horse battery"}""")
                            .status())
                    .isEqualTo(204);
            execute("update spring_session set creation_time = 0 where principal_name = '" + late.id + "'");

            for (Person person : new Person[] {disabled, removed, demoted, bounded, loggedOut, renewed, late}) {
                assertThat(person.stream.endsSoon()).as(person.name).isTrue();
            }
            for (Person person : new Person[] {disabled, removed, demoted, bounded}) {
                assertThat(person.ofToken.endsSoon())
                        .as("token of " + person.name)
                        .isTrue();
            }
            assertThat(leftAlone.stream.goesOn()).isTrue();
            assertThat(leftAlone.ofToken.goesOn()).isTrue();
        }
    }

    private static Answer token(String name) {
        return server.post("/api/v1/tokens", """
                {"name": "%s", "role": "viewer"}""".formatted(name));
    }

    private static String id(Answer created) {
        return created.body().path("id").asString();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = catalog.connect()) {
            assertThat(connection.createStatement().executeUpdate(sql)).isPositive();
        }
    }

    /// Somebody who follows events in a browser and with a token.
    private static final class Person implements AutoCloseable {
        private final String name;
        private final String id;
        private final Browser browser = new Browser(server);
        private final Stream stream;
        private final Stream ofToken;

        Person(String name) throws IOException {
            this.name = name;
            id = server.user(name, PASSWORD, "operator");
            browser.logIn(name, PASSWORD);
            stream = new Stream("Cookie: tidemark-session=" + browser.session().orElseThrow());
            ofToken = Stream.of(browser.send("POST", "/api/v1/tokens", """
                    {"name": "of %s"}""".formatted(name)));
        }

        void become(String change) {
            server.put("/api/v1/users/" + id, change, "If-Match", "*").ok();
        }

        @Override
        public void close() throws IOException {
            stream.close();
            ofToken.close();
            browser.close();
        }
    }

    /// An open stream whose first line has come.
    private static final class Stream implements AutoCloseable {
        private final Socket socket =
                new Socket(server.address().getHost(), server.address().getPort());
        private final BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));

        Stream(String header) throws IOException {
            socket.getOutputStream().write("""
                            GET /api/v1/events HTTP/1.1\r
                            Host: localhost\r
                            Connection: close\r
                            %s\r
                            \r
                            """.formatted(header).getBytes(UTF_8));
            assertThat(lines.readLine()).startsWith("HTTP/1.1 200");
            for (String line = ""; !line.startsWith(": listening"); ) {
                line = lines.readLine();
                assertThat(line).isNotNull();
            }
        }

        static Stream of(Answer token) throws IOException {
            return new Stream(
                    "Authorization: Bearer " + token.body().path("token").asString());
        }

        boolean endsSoon() throws IOException {
            return ends(SOON_MILLIS);
        }

        /// To be asked after others have ended.
        boolean goesOn() throws IOException {
            return !ends(1);
        }

        private boolean ends(int patienceMillis) throws IOException {
            socket.setSoTimeout(patienceMillis);
            try {
                while (lines.readLine() != null) {}
                return true;
            } catch (SocketTimeoutException silence) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
