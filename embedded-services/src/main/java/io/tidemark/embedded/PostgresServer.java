package io.tidemark.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A PostgreSQL 18 on a free port of the loopback interface, with a database `tidemark` that belongs to a user of
/// the same name.
///
/// The database is kept over restarts on the same data directory. It is as durable as any PostgreSQL (synced at
/// commit), lets nobody in without the password, which is made up at the first start and kept in a private file,
/// and logs to `postgres.log` in the data directory. It starts as root, too: then in a user name space, as
/// PostgreSQL refuses to be root. It stops when this is closed or when the process that started it ends, however it
/// ends.
public final class PostgresServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PORT_ATTEMPTS = 5;
    private static final String NAME = "postgres";
    /// PostgreSQL's fast shutdown: it breaks off connections and ends in good order.
    private static final String STOP_SIGNAL = "INT";
    /// `invalid_password` and `invalid_authorization_specification`: waiting does not help.
    private static final List<String> REFUSED = List.of("28P01", "28000");

    private static final String SUPERUSER = "postgres";
    private static final String USER = "tidemark";
    private static final String PASSWORD = "password";
    private static final String DATA = "data";
    /// Written when the first start is complete: data without it was never used, and is made anew.
    private static final String READY = "ready";

    private final DataDirectory directory;
    private final ServerProcess process;
    private final int port;
    private final String password;

    private PostgresServer(DataDirectory directory, ServerProcess process, int port, String password) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /// Starts the server, unpacking and initialising it first where that was not done yet.
    ///
    /// A server that a killed predecessor left on the same directory is stopped first.
    ///
    /// @throws IOException if the directory is in use or the server does not start; the message has the end of its
    ///     log
    public static PostgresServer start(Path dataDirectory) throws IOException {
        DataDirectory directory = DataDirectory.lock(dataDirectory);
        try {
            ServerProcess.stopLeftOver(directory, NAME, STOP_SIGNAL);
            PostgresBinaries binaries = PostgresBinaries.unpack(directory);
            boolean firstStart = !Files.exists(directory.resolve(READY));
            if (firstStart) {
                initialise(directory, binaries);
            }
            PostgresServer server = startOnFreePort(directory, binaries);
            if (firstStart) {
                server.createDatabase();
                directory.writePrivate(READY, "");
            }
            return server;
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(port, USER);
    }

    /// Owns the database, and may create others.
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /// The process id of the server, for messages and for tests that kill it.
    public long pid() {
        return process.pid();
    }

    /// Stops the server after breaking off its connections; returns when it has stopped.
    @Override
    public void close() throws IOException {
        process.close();
        directory.close();
    }

    private static void initialise(DataDirectory directory, PostgresBinaries binaries) throws IOException {
        DirectoryTree.delete(directory.resolve(DATA));
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        directory.writePrivate(PASSWORD, HexFormat.of().formatHex(random) + "\n");
        List<String> command = asOrdinaryUser();
        command.addAll(List.of(
                binaries.program("initdb"),
                "--pgdata=" + directory.resolve(DATA),
                "--username=" + SUPERUSER,
                "--pwfile=" + directory.resolve(PASSWORD),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        Path log = directory.resolve("initdb.log");
        Process initdb = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        initdb.onExit().join();
        if (initdb.exitValue() != 0) {
            throw new IOException("PostgreSQL cannot initialise " + directory.path() + ": "
                    + Files.readString(log).strip()
                    + ". Where user name spaces are not allowed, start Tidemark as a user other than root, or set"
                    + " tidemark.database.url");
        }
    }

    private static PostgresServer startOnFreePort(DataDirectory directory, PostgresBinaries binaries)
            throws IOException {
        String password = Files.readString(directory.resolve(PASSWORD)).strip();
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            ServerProcess process =
                    ServerProcess.start(directory, NAME, STOP_SIGNAL, command(directory, binaries, port));
            try {
                awaitAnswer(process, port, password);
                return new PostgresServer(directory, process, port, password);
            } catch (IOException e) {
                process.close();
                // Between choosing a free port and using it someone else may have taken it.
                boolean portTaken = process.logEnd().contains("Address already in use");
                if (!portTaken || attempt == PORT_ATTEMPTS) {
                    throw new IOException("PostgreSQL did not start on " + directory.path() + ". " + e.getMessage(), e);
                }
            }
        }
    }

    private static List<String> command(DataDirectory directory, PostgresBinaries binaries, int port) {
        List<String> command = asOrdinaryUser();
        command.addAll(List.of(
                binaries.program("postgres"),
                "-D",
                directory.resolve(DATA).toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC"));
        return command;
    }

    /// PostgreSQL refuses to run as root; in a user name space root's files are its own, but it is not root.
    private static List<String> asOrdinaryUser() {
        return "root".equals(System.getProperty("user.name"))
                ? new ArrayList<>(List.of("unshare", "--user"))
                : new ArrayList<>();
    }

    private static void awaitAnswer(ServerProcess process, int port, String password) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            process.requireAlive(POLL);
            try {
                connect(port, SUPERUSER, password).close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end || REFUSED.contains(e.getSQLState())) {
                    throw new IOException(
                            "It does not let Tidemark in: " + e.getMessage() + ". Its log says: " + process.logEnd(),
                            e);
                }
            }
        }
    }

    private void createDatabase() throws IOException {
        try (Connection connection = connect(port, SUPERUSER, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + USER + " login createdb password '" + password + "'");
            statement.execute("create database " + USER + " owner " + USER);
        } catch (SQLException e) {
            process.close();
            throw new IOException("Cannot create the database on " + directory.path() + ": " + e.getMessage(), e);
        }
    }

    private static Connection connect(int port, String user, String password) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(port, "postgres"), user, password);
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
