package io.tidemark.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// 5,000 policies that fire in the same minute, for a machine each, while three workers share the pool and one of them
/// is killed. The machines' images do not exist: what is measured is the scheduler, not the reading of disks.
final class BusyMinute {
    static final int POLICIES = 5_000;

    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    /// Longer than entering all the policies takes.
    private static final Duration AHEAD = Duration.ofMinutes(6);

    private final FilledCatalog catalog;
    private final ServerClient server;
    private final Path folder;
    private final Path workerJar;
    private final List<String> database;

    BusyMinute(FilledCatalog catalog, ServerClient server, Path folder, Path workerJar, List<String> database) {
        this.catalog = catalog;
        this.server = server;
        this.folder = folder;
        this.workerJar = workerJar;
        this.database = database;
    }

    void measure() throws IOException, SQLException, InterruptedException, ExecutionException {
        catalog.machines(POLICIES);
        ZonedDateTime due = ZonedDateTime.now(ZoneOffset.UTC).plus(AHEAD).truncatedTo(ChronoUnit.MINUTES);
        Instant begin = Instant.now();
        enterPolicies(due);
        Figures.note("%d policies entered in %d s, due at %s"
                .formatted(POLICIES, Duration.between(begin, Instant.now()).toSeconds(), due));
        if (!Instant.now().isBefore(due.toInstant())) {
            throw new IllegalStateException("Entering the policies took longer than until they were due.");
        }
        try (Part one = worker("one");
                Part two = worker("two");
                Part three = worker("three")) {
            waitFor(() -> ended() >= POLICIES / 3, due);
            three.kill();
            Figures.note("worker three was killed when %d runs had ended".formatted(ended()));
            waitFor(
                    () -> catalog.number("select count(*) from runs where state in ('queued', 'running')") == 0
                            && ended() >= POLICIES,
                    due);
            one.requireAlive();
            two.requireAlive();
        }
        tell(due);
    }

    private void enterPolicies(ZonedDateTime due) throws SQLException, InterruptedException, ExecutionException {
        List<String> machines = new ArrayList<>();
        String repository;
        try (Connection connection = catalog.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select id from machines order by name")) {
                while (rows.next()) {
                    machines.add(rows.getString(1));
                }
            }
            try (ResultSet row = statement.executeQuery("select id from repositories")) {
                row.next();
                repository = row.getString(1);
            }
        }
        String cron = "0 %d %d * * ?".formatted(due.getMinute(), due.getHour());
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<String>> entered = new ArrayList<>();
            for (int n = 0; n < machines.size(); n++) {
                String policy = """
                        {"name": "policy-%05d", "repository": "%s", "machines": ["%s"], "cron": "%s", "timeZone": "UTC"}""".formatted(n, repository, machines.get(n), cron);
                entered.add(clients.submit(() -> server.create("/api/v1/policies", policy)));
            }
            for (Future<String> each : entered) {
                each.get();
            }
        }
    }

    private Part worker(String name) throws IOException {
        List<String> properties = new ArrayList<>(database);
        properties.add("--tidemark.worker.name=" + name);
        properties.add("--tidemark.worker.image-roots=/nowhere");
        properties.add("--tidemark.worker.concurrent-runs=8");
        properties.add("--tidemark.data-directory=" + folder.resolve("data-" + name));
        return Part.start(folder, "worker-" + name, workerJar, properties);
    }

    private long ended() throws SQLException {
        return catalog.number("select count(*) from runs where finished_at is not null");
    }

    private void waitFor(Reached reached, ZonedDateTime due) throws SQLException, InterruptedException {
        Instant deadline = due.toInstant().plus(PATIENCE);
        while (!reached.yet()) {
            if (Instant.now().isAfter(deadline)) {
                Figures.note("gave up after " + PATIENCE.toMinutes() + " minutes");
                return;
            }
            Thread.sleep(500);
        }
    }

    private void tell(ZonedDateTime due) throws SQLException {
        long started = catalog.number("select count(distinct policy_id) from runs");
        long twice =
                catalog.number("select count(*) from (select 1 from runs group by policy_id having count(*) > 1) more");
        long open = catalog.number("select count(*) from runs where finished_at is null");
        long lost = catalog.number("select count(*) from runs where state = 'lost'");
        long again = catalog.number("select count(*) from runs where attempt > 1");
        long seconds = catalog.number("select extract(epoch from max(finished_at) - timestamptz '%s')::bigint from runs"
                .formatted(due.toInstant()));
        long queuedAfter =
                catalog.number("select extract(epoch from max(created_at) - timestamptz '%s')::bigint from runs"
                        .formatted(due.toInstant()));
        Figures.note(
                "all were queued %d s after they were due and had ended %d s after; %d were taken over from the killed worker"
                        .formatted(queuedAfter, seconds, again));
        Figures.none("policies due in one minute that started nothing", POLICIES - started);
        Figures.none("policies that started their machine twice", twice);
        Figures.none("runs without an end, or lost", open + lost);
    }

    @FunctionalInterface
    private interface Reached {
        boolean yet() throws SQLException;
    }
}
