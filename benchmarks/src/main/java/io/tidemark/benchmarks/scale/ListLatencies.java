package io.tidemark.benchmarks.scale;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How long lists take, from eight clients at once: each endpoint that answers with a page, as the server's own
/// description names them, and the filters that screens and scripts use.
final class ListLatencies {
    private static final int CLIENTS = 8;

    /// Of each client, for each list: so many that no single pause decides. The longest time is printed, too.
    private static final int REQUESTS = 300;

    /// How long all lists are asked before one is measured: a server that has just begun is still being compiled.
    private static final Duration WARM_UP = Duration.ofMinutes(2);

    private static final List<String> BOUNDED = List.of(
            "/api/v1/machines",
            "/api/v1/machines?protection=late",
            "/api/v1/runs",
            "/api/v1/runs?state=failed",
            "/api/v1/points");

    private static final JsonMapper JSON = new JsonMapper();

    private final ServerClient server;

    ListLatencies(ServerClient server) {
        this.server = server;
    }

    /// Measures all of them, each with pages of the usual size.
    ///
    /// @return the worst 99th percentile, in milliseconds
    double measure() throws IOException, InterruptedException, ExecutionException {
        List<String> paths = paths();
        try (ServerClient bounded = server.boundedTo("owner", "team-3")) {
            warmUp(server, paths, WARM_UP);
            warmUp(bounded, BOUNDED, WARM_UP.dividedBy(4));
            double worst = 0;
            for (String path : paths) {
                worst = Math.max(worst, measure(server, path, ""));
            }
            for (String path : BOUNDED) {
                worst = Math.max(worst, measure(bounded, path, ", bounded to a label"));
            }
            for (String list : List.of("machines", "runs", "points")) {
                measure(server, "/api/v1/" + list + "?limit=200", ", the largest page, not counted");
            }
            return worst;
        }
    }

    private static double measure(ServerClient client, String path, String as)
            throws InterruptedException, ExecutionException {
        double[] millis = measure(client, path);
        double p99 = millis[(int) Math.ceil(millis.length * 0.99) - 1];
        Figures.note("%6.1f ms at the 99th percentile, median %5.1f, most %6.1f: %s"
                .formatted(p99, millis[millis.length / 2], millis[millis.length - 1], path + as));
        return p99;
    }

    private List<String> paths() throws IOException, InterruptedException {
        List<String> paths = new ArrayList<>();
        JsonNode description = JSON.readTree(server.get("/api/v1/openapi.json"));
        description.path("paths").properties().forEach(path -> {
            String answer = path.getValue()
                    .at("/get/responses/200/content/application~1json/schema/$ref")
                    .asString("");
            if (answer.contains("/Page") && !path.getKey().contains("{")) {
                paths.add(path.getKey());
            }
        });
        String machine = first("/api/v1/machines?limit=1");
        String repository = first("/api/v1/repositories?limit=1");
        paths.addAll(List.of(
                "/api/v1/machines?label=env=production&label=tier=tier-3",
                "/api/v1/machines?protection=late",
                "/api/v1/machines?pool=host-7",
                "/api/v1/machines?sort=-name",
                "/api/v1/machines?sort=-lastPoint",
                "/api/v1/machines?protection=protected",
                "/api/v1/machines?name=123",
                "/api/v1/runs?state=failed",
                "/api/v1/runs?kind=retention",
                "/api/v1/runs?state=warning&kind=backup",
                "/api/v1/runs?machine=" + machine,
                "/api/v1/runs?repository=" + repository,
                "/api/v1/points?machine=" + machine,
                "/api/v1/points?repository=" + repository));
        for (String list : List.of("machines", "runs", "points")) {
            paths.add("/api/v1/" + list + "?cursor=" + deep("/api/v1/" + list));
        }
        return paths;
    }

    private String first(String path) throws IOException, InterruptedException {
        return JSON.readTree(server.get(path)).at("/items/0/id").asString();
    }

    /// The cursor of the eleventh page of 200.
    private String deep(String path) throws IOException, InterruptedException {
        String cursor = "";
        for (int page = 0; page < 10; page++) {
            cursor = ServerClient.nextCursor(
                    server.get(path + "?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
        }
        return cursor;
    }

    private static double[] measure(ServerClient client, String path) throws InterruptedException, ExecutionException {
        List<double[]> measured = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<double[]>> all = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                all.add(clients.submit(() -> one(client, path)));
            }
            for (Future<double[]> each : all) {
                measured.add(each.get());
            }
        }
        double[] millis = measured.stream().flatMapToDouble(Arrays::stream).toArray();
        Arrays.sort(millis);
        return millis;
    }

    private static double[] one(ServerClient client, String path) throws IOException, InterruptedException {
        double[] millis = new double[REQUESTS];
        for (int n = 0; n < REQUESTS; n++) {
            long begin = System.nanoTime();
            client.get(path);
            millis[n] = (System.nanoTime() - begin) / 1e6;
        }
        return millis;
    }

    private static void warmUp(ServerClient client, List<String> paths, Duration time)
            throws InterruptedException, ExecutionException {
        Instant end = Instant.now().plus(time);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                all.add(clients.submit(() -> {
                    for (int request = 0; Instant.now().isBefore(end); request++) {
                        client.get(paths.get(request % paths.size()));
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }
}
