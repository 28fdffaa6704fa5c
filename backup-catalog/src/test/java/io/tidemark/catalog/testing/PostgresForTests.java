package io.tidemark.catalog.testing;

import io.tidemark.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// The PostgreSQL of this JVM's tests. It ends with the JVM.
final class PostgresForTests {
    private static final String TEMPLATE = "tidemark_template";
    /// Where databases are made and dropped from.
    private static final String ADMINISTRATION = "tidemark";

    private static final String IMAGE = "postgres:18";

    private static @Nullable PostgresForTests running;

    private final String urlBeforeName;
    private final String user;
    private final String password;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresForTests(String urlBeforeName, String user, String password) {
        this.urlBeforeName = urlBeforeName;
        this.user = user;
        this.password = password;
    }

    static synchronized PostgresForTests running() {
        if (running == null) {
            PostgresForTests started = wantsContainer() ? inContainer() : embedded();
            started.execute("create database " + TEMPLATE);
            Flyway.configure()
                    .dataSource(started.url(TEMPLATE), started.user, started.password)
                    .load()
                    .migrate();
            running = started;
        }
        return running;
    }

    /// A database with the catalog's schema, copied from one that was migrated once.
    TestDatabase newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE + " strategy file_copy");
        return new TestDatabase(this, name);
    }

    String url(String database) {
        return urlBeforeName + database;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(ADMINISTRATION), user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException cause) {
            throw new IllegalStateException(sql, cause);
        }
    }

    private static boolean wantsContainer() {
        return switch (System.getProperty("tidemark.test.postgres", "auto")) {
            case "embedded" -> false;
            case "testcontainers" -> true;
            case "auto" -> mayHaveDocker() && DockerClientFactory.instance().isDockerAvailable();
            case String other ->
                throw new IllegalArgumentException(
                        "tidemark.test.postgres is embedded, testcontainers or auto, found " + other);
        };
    }

    /// Asking the factory where there is nothing to ask prints a page of errors.
    private static boolean mayHaveDocker() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }

    // Both live as long as the JVM: Testcontainers' own reaper, and a shutdown hook of the embedded server, end them.
    @SuppressWarnings("resource")
    private static PostgresForTests inContainer() {
        System.err.println("Tests use PostgreSQL in a container (" + IMAGE + ")");
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withDatabaseName(ADMINISTRATION)
                .withUsername(ADMINISTRATION)
                .withPassword(ADMINISTRATION);
        container.start();
        return new PostgresForTests(
                "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/",
                container.getUsername(),
                container.getPassword());
    }

    private static PostgresForTests embedded() {
        System.err.println("Tests use an embedded PostgreSQL 18");
        try {
            Path directory = Files.createTempDirectory("tidemark-test-postgres");
            PostgresServer server = PostgresServer.start(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
            String url = server.jdbcUrl();
            return new PostgresForTests(url.substring(0, url.lastIndexOf('/') + 1), server.user(), server.password());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static void end(PostgresServer server, Path directory) {
        try {
            server.close();
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
