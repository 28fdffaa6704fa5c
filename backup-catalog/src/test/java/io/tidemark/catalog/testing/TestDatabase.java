package io.tidemark.catalog.testing;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// A database of one test class, with the catalog's schema.
public final class TestDatabase {
    private final PostgresForTests server;
    private final String name;

    TestDatabase(PostgresForTests server, String name) {
        this.server = server;
        this.name = name;
    }

    public String url() {
        return server.url(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    /// What a Spring application is told to use it, ready for `SpringApplication.run`.
    public String[] arguments() {
        return new String[] {
            "--tidemark.database.url=" + url(),
            "--tidemark.database.user=" + user(),
            "--tidemark.database.password=" + password()
        };
    }

    /// Tried again for a while: PostgreSQL refuses it as long as one of its own autovacuum workers is in the database.
    void drop() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .untilAsserted(() -> server.execute("drop database if exists \"" + name + "\" with (force)"));
    }
}
