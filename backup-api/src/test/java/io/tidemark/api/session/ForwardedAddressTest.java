package io.tidemark.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a proxy says of a request's origin counts where it was set up so, and nowhere else: whoever may say where a
/// request came from has as many log-ins as it likes, and another one's address in the audit trail.
@CatalogTest
class ForwardedAddressTest {
    private static final String FAILURES = "--tidemark.login.failures-per-address=2";
    private static TestDatabase database;

    @BeforeAll
    static void keep(TestDatabase own) {
        database = own;
    }

    @BeforeEach
    void nothingFailedYet() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.createStatement().executeUpdate("delete from log_in_failures");
        }
    }

    @Test
    void whatARequestSaysOfItsOriginIsNotBelieved() {
        try (RunningServer server = RunningServer.start(database, FAILURES)) {
            assertThat(failures(server)).containsExactly("log-in-failed", "log-in-failed", "too-many-log-ins");
            assertThat(lastAddress(server)).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aProxySaysItWhereTheServerWasToldThatThereIsOne() {
        try (RunningServer server =
                RunningServer.start(database, FAILURES, "--server.forward-headers-strategy=native")) {
            assertThat(failures(server)).containsExactly("log-in-failed", "log-in-failed", "log-in-failed");
            assertThat(lastAddress(server)).isEqualTo("203.0.113.3");
            assertThat(tryFrom(server, "203.0.113.3").problem()).isEqualTo("log-in-failed");
            assertThat(tryFrom(server, "203.0.113.3").problem()).isEqualTo("too-many-log-ins");
            assertThat(tryFrom(server, "198.51.100.7, 203.0.113.3").problem())
                    .as("what somebody said to the proxy itself")
                    .isEqualTo("too-many-log-ins");
        }
    }

    private static Stream<String> failures(RunningServer server) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(n -> tryFrom(server, "203.0.113." + n).problem())
                .toList()
                .stream();
    }

    private static Answer tryFrom(RunningServer server, String address) {
        return server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofString(
                        "{\"name\": \"forwarded" + address.hashCode() + "\", \"password\": \"wrong\"}")));
    }

    private static String lastAddress(RunningServer server) {
        return server.get("/api/v1/audit?operation=logIn&limit=1")
                .ok()
                .body()
                .at("/items/0/address")
                .asString();
    }
}
