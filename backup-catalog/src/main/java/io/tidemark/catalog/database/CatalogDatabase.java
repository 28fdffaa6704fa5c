package io.tidemark.catalog.database;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The connections to the catalog's PostgreSQL, and the embedded server they go to when no other was named. Closing
/// it closes both.
final class CatalogDatabase implements AutoCloseable {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

    private final HikariDataSource dataSource;
    private final @Nullable PostgresServer embedded;

    private CatalogDatabase(HikariDataSource dataSource, @Nullable PostgresServer embedded) {
        this.dataSource = dataSource;
        this.embedded = embedded;
    }

    /// Connects to the database of the settings, or starts one under the data directory.
    static CatalogDatabase open(DatabaseProperties database, Path dataDirectory) throws IOException {
        if (database.url() != null) {
            return new CatalogDatabase(
                    connections(database.url(), database.user(), database.password(), database.connections()), null);
        }
        if (!database.embedded()) {
            throw new DatabaseNotNamed();
        }
        PostgresServer server = PostgresServer.start(dataDirectory.resolve("postgres"));
        return new CatalogDatabase(
                connections(server.jdbcUrl(), server.user(), server.password(), database.connections()), server);
    }

    private static HikariDataSource connections(
            String url, @Nullable String user, @Nullable String password, int maximum) {
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(url);
        connections.setUsername(user);
        connections.setPassword(password);
        connections.setMaximumPoolSize(maximum);
        connections.setPoolName("catalog");
        connections.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        return connections;
    }

    HikariDataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() throws IOException {
        dataSource.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
