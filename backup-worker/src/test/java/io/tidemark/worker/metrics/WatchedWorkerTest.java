package io.tidemark.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@CatalogTest
@Seeded
class WatchedWorkerTest {
    private static final Pattern METRICS = Pattern.compile("Metrics are at (http://127\\.0\\.0\\.1:\\d+/metrics)");

    @Test
    void metricsTracesAndLogsTellOfEachRun(TestDatabase database, @TempDir Path directory, RandomGenerator random)
            throws Exception {
        Queue<String> spans = new ConcurrentLinkedQueue<>();
        HttpServer collector = collector(spans);
        try (WorkerLab lab = new WorkerLab(database, directory)) {
            Process worker = lab.workerProcess(
                    "kvm1",
                    "--tidemark.worker.metrics-port=0",
                    "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:"
                            + collector.getAddress().getPort() + "/v1/traces",
                    "--logging.structured.format.console=ecs");
            RepositoryEntryId repository = lab.repository("vault");
            RunId succeeded = backUp(lab, lab.machine("web1", 2, random), repository);
            RunId failed = backUp(
                    lab, lab.machine("gone", lab.images().resolve("none.qcow2").toString()), repository);
            Path log = directory.resolve("kvm1.log");
            String scraped = scrape(metricsAddress(log));
            worker.destroy();

            assertThat(lab.view(succeeded).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(lab.view(failed).state()).isEqualTo(RunState.FAILED);
            assertThat(value(scraped, "tidemark_run_seconds_count", "kind=\"backup\"", "outcome=\"succeeded\""))
                    .isEqualTo(1);
            assertThat(value(
                            scraped,
                            "tidemark_run_seconds_count",
                            "kind=\"backup\"",
                            "outcome=\"failed\"",
                            "code=\"file-missing\""))
                    .isEqualTo(1);
            assertThat(value(scraped, "tidemark_run_bytes_total", "what=\"read\""))
                    .isEqualTo(2 << 20);
            assertThat(value(scraped, "tidemark_store_requests_total", "repository=\"vault\""))
                    .isPositive();
            assertThat(value(scraped, "tidemark_store_bytes_total", "direction=\"up\""))
                    .isGreaterThan(2 << 20);
            assertThat(value(scraped, "jvm_memory_used_bytes", "area=\"heap\"")).isPositive();
            assertThat(askedByTheDashboard())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(scraped).contains("\n" + name + "{"));
            // Ending in order sends what is left.
            await().atMost(WorkerLab.PATIENCE)
                    .untilAsserted(() -> assertThat(spans)
                            .anyMatch(span -> span.contains("run backup") && span.contains(succeeded.toString())));
            assertThat(Files.readAllLines(log))
                    .anyMatch(line -> line.startsWith("{")
                            && line.contains("\"run\":\"" + succeeded + "\"")
                            && line.contains("begins"));
        } finally {
            collector.stop(0);
        }
    }

    private static RunId backUp(WorkerLab lab, MachineId machine, RepositoryEntryId repository) {
        RunId run = lab.queue().submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
        lab.finished(run);
        return run;
    }

    private static Set<String> askedByTheDashboard() throws IOException {
        return Pattern.compile("tidemark_(run|store)_[a-z_]+")
                .matcher(Files.readString(Path.of("../deploy/grafana/tidemark.json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static URI metricsAddress(Path log) throws IOException {
        Matcher told = METRICS.matcher(Files.readString(log));
        assertThat(told.find()).isTrue();
        return URI.create(told.group(1));
    }

    private static String scrape(URI metrics) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /// The sum of the samples of a name that carry all the labels.
    private static double value(String scraped, String name, String... labels) {
        List<String> samples = scraped.lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
        assertThat(samples).as(name + " in " + scraped).isNotEmpty();
        return samples.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static HttpServer collector(Queue<String> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
