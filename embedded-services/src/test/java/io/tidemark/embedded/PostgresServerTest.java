package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    /// Initialised by whichever test comes first: making a cluster takes seconds.
    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @Test
    void rowsSurviveARestartOnTheSameDirectory() throws Exception {
        try (PostgresServer server = PostgresServer.start(shared)) {
            assertThat(query(server, "show server_version")).startsWith("18.");
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show synchronous_commit")).isEqualTo("on");
            execute(server, "create table kept as select 'yes' as answer");
        }

        try (PostgresServer server = PostgresServer.start(shared)) {
            assertThat(query(server, "select answer from kept")).isEqualTo("yes");
        }
    }

    @Test
    void nobodyComesInWithoutThePassword() throws Exception {
        try (PostgresServer server = PostgresServer.start(shared)) {
            for (String user : new String[] {"postgres", server.user()}) {
                assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), user, "guess"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
    }

    @Test
    void theServerStopsAfterItsStarterWasKilledAndItsRowsAreThereAgain() throws Exception {
        Process starter = StarterProcess.start("postgres", shared);
        ProcessHandle server =
                ProcessHandle.of(StarterProcess.serverPid(starter)).orElseThrow();

        starter.destroyForcibly().waitFor();

        server.onExit().get(30, TimeUnit.SECONDS);
        try (PostgresServer next = PostgresServer.start(shared)) {
            assertThat(query(next, "select current_user::text")).isEqualTo("tidemark");
        }
    }

    @Test
    void committedRowsSurviveAServerThatWasKilled() throws Exception {
        try (PostgresServer killed = PostgresServer.start(shared)) {
            execute(killed, "create table committed as select 'yes' as answer");
            ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().get(10, TimeUnit.SECONDS);
        }

        try (PostgresServer next = PostgresServer.start(shared)) {
            assertThat(query(next, "select answer from committed")).isEqualTo("yes");
        }
    }

    @Test
    void aFirstStartThatWasBrokenOffIsDoneAnew() throws Exception {
        Files.createDirectories(directory.resolve("data/base"));
        Files.writeString(directory.resolve("data/postgresql.conf"), "half written");

        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "select 'up'")).isEqualTo("up");
        }
    }

    @Test
    void aDirectoryInUseAndAServerThatDoesNotStartAreNamed() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThatThrownBy(() -> PostgresServer.start(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another process");
            assertThat(server.user()).isEqualTo("tidemark");
        }
        Files.delete(directory.resolve("data/PG_VERSION"));

        assertThatThrownBy(() -> PostgresServer.start(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("postgres.log")
                .hasMessageContaining("PG_VERSION");
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }
}
