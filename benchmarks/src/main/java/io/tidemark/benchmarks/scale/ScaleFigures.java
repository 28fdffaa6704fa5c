package io.tidemark.benchmarks.scale;

import io.tidemark.embedded.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// `ScaleFigures FOLDER SERVER_JAR WORKER_JAR`: measures a server, and three workers, with a large catalog on a
/// PostgreSQL of its own. The server has a heap of 256 MiB throughout.
public final class ScaleFigures {
    /// Whoever reads one of these as a whole reads more with every backup that is made.
    private static final List<String> GROWING =
            List.of("runs", "run_disks", "run_steps", "run_log", "points", "point_disks");

    private static final int MIB = 1 << 20;

    private final Path folder;
    private final Path serverJar;
    private final Path workerJar;
    private final PostgresServer postgres;

    private ScaleFigures(Path folder, Path serverJar, Path workerJar, PostgresServer postgres) {
        this.folder = folder;
        this.serverJar = serverJar;
        this.workerJar = workerJar;
        this.postgres = postgres;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            ScaleFigures figures = new ScaleFigures(folder, Path.of(arguments[1]), Path.of(arguments[2]), postgres);
            figures.lists();
            figures.busyMinute();
        }
    }

    private void lists() throws IOException, SQLException, InterruptedException, ExecutionException {
        try (Site site = site("lists")) {
            Instant begin = Instant.now();
            site.catalog().fill();
            Figures.note("catalog filled in %d s: %d machines, %d runs, %d points"
                    .formatted(
                            Duration.between(begin, Instant.now()).toSeconds(),
                            FilledCatalog.MACHINES,
                            FilledCatalog.RUNS,
                            FilledCatalog.POINTS));
            policies(site.client());
            Map<String, Long> before = site.catalog().wholeReads();
            double worst = new ListLatencies(site.client()).measure();
            Map<String, Long> after = site.catalog().wholeReads();
            long whole = GROWING.stream()
                    .mapToLong(table -> after.getOrDefault(table, 0L) - before.getOrDefault(table, 0L))
                    .sum();
            Figures.figure("lists, 8 clients, the slowest one's 99th percentile", worst, 50, " ms");
            Figures.none("tables of runs and points read as a whole meanwhile", whole);
            Figures.figure("heap of the server, then idle", site.server().liveHeapBytes() / (double) MIB, 256, " MiB");
        }
    }

    /// Policies that select by label, so that each covers hundreds of machines in all pools.
    private static void policies(ServerClient client) throws IOException, InterruptedException {
        String page = client.get("/api/v1/repositories?limit=1");
        String repository = page.substring(page.indexOf("\"id\":\"") + 6).substring(0, 36);
        for (int n = 0; n < 25; n++) {
            client.create("/api/v1/policies", """
                    {"name": "team-%d nightly", "repository": "%s", "labels": {"owner": "team-%d"}, "objectiveSeconds": 93600,
                     "cron": "0 %d 2 * * ?", "timeZone": "Europe/Vienna"}""".formatted(n, repository, n, n));
        }
    }

    private void busyMinute() throws IOException, SQLException, InterruptedException, ExecutionException {
        try (Site site = site("busy")) {
            new BusyMinute(site.catalog(), site.client(), folder, workerJar, site.database()).measure();
        }
    }

    /// A server without a worker, with an empty catalog of its own.
    private Site site(String name) throws IOException, SQLException, InterruptedException {
        FilledCatalog first = new FilledCatalog(postgres.jdbcUrl(), postgres.user(), postgres.password());
        try (Connection connection = first.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name);
            statement.execute("create database " + name);
        }
        String url = postgres.jdbcUrl().replaceFirst("/[^/]*$", "/" + name);
        List<String> database = List.of(
                "--tidemark.database.url=" + url,
                "--tidemark.database.user=" + postgres.user(),
                "--tidemark.database.password=" + postgres.password());
        int port = freePort();
        List<String> properties = new ArrayList<>(database);
        properties.add("--server.port=" + port);
        properties.add("--tidemark.worker.enabled=false");
        properties.add("--tidemark.initial-token=" + ServerClient.TOKEN);
        properties.add("--tidemark.data-directory=" + folder.resolve("data-" + name));
        Part server = Part.start(folder, "server-" + name, serverJar, properties);
        ServerClient client = new ServerClient(port);
        client.awaitReady(server);
        return new Site(server, client, new FilledCatalog(url, postgres.user(), postgres.password()), database);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// A running server and its catalog.
    private record Site(Part server, ServerClient client, FilledCatalog catalog, List<String> database)
            implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            server.close();
        }
    }
}
