package io.tidemark.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;

/// A PostgreSQL 18 on a free port of the loopback interface, with a database `tidemark` that belongs to a user of
/// the same name.
///
/// The database is kept over restarts on the same data directory. It is as durable as any PostgreSQL (synced at
/// commit), lets nobody in without the password, which is made up at the first start and kept in a private file,
/// and logs to `postgres.log` in the data directory. It starts as root, too (in a user name space, as PostgreSQL
/// refuses to be root). When the process that started it is killed, the server stops by itself.
public final class PostgresServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String DATA = "data";
    private static final String LOG = "postgres.log";
    private static final String PASSWORD = "password";
    /// Written when the first start is complete: a data directory without it was never used and is made anew.
    private static final String READY = "ready";

    private static final String NAME = "tidemark";

    private final DataDirectory directory;
    private final EmbeddedPostgres postgres;
    private final long pid;
    private final Process watch;
    private final String password;

    private PostgresServer(
            DataDirectory directory, EmbeddedPostgres postgres, long pid, Process watch, String password) {
        this.directory = directory;
        this.postgres = postgres;
        this.pid = pid;
        this.watch = watch;
        this.password = password;
    }

    /// Starts the server, unpacking and initialising it first where that was not done yet.
    ///
    /// A server that a killed predecessor left on the same directory is stopped first.
    ///
    /// @throws IOException if the directory is in use or the server does not start; the message names its log
    public static PostgresServer start(Path dataDirectory) throws IOException {
        DataDirectory directory = DataDirectory.lock(dataDirectory);
        try {
            LeftOver.end(directory.resolve(DATA).resolve("postmaster.pid"), directory.resolve(DATA), "INT");
            if (!Files.exists(directory.resolve(READY))) {
                initialise(directory);
            }
            String password = Files.readString(directory.resolve(PASSWORD)).strip();
            EmbeddedPostgres postgres = launch(directory, password);
            long pid = Long.parseLong(Files.readAllLines(directory.resolve(DATA).resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return new PostgresServer(directory, postgres, pid, stopWithParent(pid), password);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + NAME;
    }

    /// Owns the database, and may create others.
    public String user() {
        return NAME;
    }

    public String password() {
        return password;
    }

    /// Stops the server after breaking off its connections; returns when it has stopped.
    @Override
    public void close() throws IOException {
        // The watch first: the process id it remembers is free for others once the server is gone.
        watch.destroyForcibly().onExit().join();
        postgres.close();
        directory.close();
    }

    /// Makes the cluster, its password, user and database.
    private static void initialise(DataDirectory directory) throws IOException {
        DirectoryTree.delete(directory.resolve(DATA));
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        directory.writePrivate(PASSWORD, password + "\n");
        // Until the password is set, the new, empty cluster trusts local users.
        try (EmbeddedPostgres postgres = launch(directory, password);
                Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter role postgres password '" + password + "'");
            statement.execute("create role " + NAME + " login createdb password '" + password + "'");
            statement.execute("create database " + NAME + " owner " + NAME);
        } catch (SQLException e) {
            throw new IOException("Cannot set up the database on " + directory.path() + ": " + e.getMessage(), e);
        }
        Files.writeString(directory.resolve(DATA).resolve("pg_hba.conf"), """
                # Written by Tidemark: nobody without the password, nobody from elsewhere.
                host all all 127.0.0.1/32 scram-sha-256
                host all all ::1/128 scram-sha-256
                """);
        directory.writePrivate(READY, "");
    }

    private static EmbeddedPostgres launch(DataDirectory directory, String password) throws IOException {
        var log = ProcessBuilder.Redirect.appendTo(directory.resolve(LOG).toFile());
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve(DATA))
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(directory.resolve("postgresql").toFile())
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_LIMIT)
                    .setErrorRedirector(log)
                    .setOutputRedirector(log)
                    .setConnectConfig("password", password)
                    // This is no throw-away test database: it must survive a power cut.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "PostgreSQL did not start on " + directory.path() + ": " + e.getMessage() + ". See "
                            + directory.resolve(LOG),
                    e);
        }
    }

    /// Starts a shell whose standard input ends when this process ends, however it ends, and which then stops the
    /// server.
    private static Process stopWithParent(long pid) throws IOException {
        return new ProcessBuilder("sh", "-c", "trap '' INT TERM HUP; cat >/dev/null; kill -INT " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The process id of the server, for messages and for tests that kill it.
    public long pid() {
        return pid;
    }
}
