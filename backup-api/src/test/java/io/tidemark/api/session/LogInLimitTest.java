package io.tidemark.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CatalogTest
class LogInLimitTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase own) {
        database = own;
        server = RunningServer.start(
                own, "--tidemark.login.failures-per-name=3", "--tidemark.login.failures-per-address=8");
        server.user("anna", PASSWORD, "viewer");
        server.user("bert", PASSWORD, "viewer");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void nothingFailedYet() throws SQLException {
        sql("delete from log_in_failures");
    }

    @Test
    void aNameIsRefusedAfterItsFailuresEvenWithTheRightPassword() throws SQLException {
        try (Browser browser = new Browser(server)) {
            for (int n = 0; n < 3; n++) {
                assertThat(browser.tryToLogIn("anna", "wrong").problem()).isEqualTo("log-in-failed");
            }
            Answer refused = browser.tryToLogIn("ANNA", PASSWORD);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.problem()).isEqualTo("too-many-log-ins");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(890, 900);
            assertThat(browser.session()).isEmpty();
            browser.logIn("bert", PASSWORD);
            sql("update log_in_failures set ends_at = now()");
            browser.logIn("anna", PASSWORD);
        }
    }

    @Test
    void aNameThatIsNobodysIsTreatedTheSame() {
        try (Browser browser = new Browser(server)) {
            List<String> answers = IntStream.range(0, 4)
                    .mapToObj(n -> browser.tryToLogIn("nobody", "wrong").problem())
                    .toList();

            assertThat(answers).containsExactly("log-in-failed", "log-in-failed", "log-in-failed", "too-many-log-ins");
        }
    }

    @Test
    void aSuccessClearsTheNameAndNotTheAddress() {
        try (Browser browser = new Browser(server)) {
            for (int n = 0; n < 8; n++) {
                assertThat(browser.tryToLogIn("anna", "wrong").problem()).isEqualTo("log-in-failed");
                if (n % 2 == 1 && n < 7) {
                    browser.logIn("anna", PASSWORD);
                }
            }

            assertThat(browser.tryToLogIn("bert", PASSWORD).problem()).isEqualTo("too-many-log-ins");
        }
    }

    @Test
    void attemptsThatComeAtOnceDoNotSlipThroughTogether() throws Exception {
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor();
                Browser browser = new Browser(server)) {
            Callable<String> attempt = () -> browser.tryToLogIn("anna", "wrong").problem();
            List<Future<String>> answers =
                    many.invokeAll(IntStream.range(0, 12).mapToObj(n -> attempt).toList());

            long looked = 0;
            for (Future<String> answer : answers) {
                looked += answer.get().equals("log-in-failed") ? 1 : 0;
            }
            assertThat(looked).isEqualTo(3);
        }
    }

    @Test
    void whatWasTypedAsANameIsNotKept() throws SQLException {
        try (Browser browser = new Browser(server);
                Connection connection = database.connect()) {
            browser.tryToLogIn(PASSWORD, "x");
            ResultSet rows = connection
                    .createStatement()
                    .executeQuery("select string_agg(f::text, ' '), count(*) from log_in_failures f");
            rows.next();

            assertThat(rows.getString(1)).doesNotContain("horse");
            assertThat(rows.getInt(2)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::9, 20010db800010002",
        "somewhere, somewhere"
    })
    void anAddressStandsForItsCustomer(String address, String network) {
        assertThat(LogIn.network(address)).isEqualTo(network);
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }
}
