package io.tidemark.api.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@CatalogTest
class EventsTest {

    @Test
    void listenersHearOfRunsUntilTheServerStops(TestDatabase database) throws Exception {
        try (RunningServer server = RunningServer.start(database)) {
            String machine = server.machine("web");
            String repository = server.repository("main");
            Stream all = Stream.open(server, "/api/v1/events");

            String run = start(server, machine, repository);

            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(all.lines).anyMatch(data(run, "queued")));

            Stream one = Stream.open(server, "/api/v1/events?run=" + run);
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(one.lines).anyMatch(data(run, "queued")));

            server.post("/api/v1/runs/" + run + "/cancel", "").accepted();
            String other = start(server, machine, repository);

            await().atMost(20, SECONDS).untilAsserted(() -> {
                assertThat(all.lines).anyMatch(data(run, "cancelled")).anyMatch(data(other, "queued"));
                assertThat(one.lines).anyMatch(data(run, "cancelled"));
            });
            assertThat(one.lines).noneMatch(line -> line.contains(other));
            assertThat(all.lines).contains("event: run");

            server.context().close();

            all.reader.join(20_000);
            one.reader.join(20_000);
            assertThat(all.reader.isAlive() || one.reader.isAlive()).isFalse();
        }
    }

    private static String start(RunningServer server, String machine, String repository) {
        return server.post("/api/v1/runs", """
                        {"kind": "backup", "machine": "%s", "repository": "%s"}""".formatted(machine, repository)).accepted();
    }

    private static java.util.function.Predicate<String> data(String run, String state) {
        return line -> line.startsWith("data: ")
                && line.contains("\"id\":\"" + run + "\"")
                && line.contains("\"state\":\"" + state + "\"");
    }

    /// An open stream and the lines it has brought so far.
    private record Stream(List<String> lines, Thread reader) {
        static Stream open(RunningServer server, String path) throws IOException, InterruptedException {
            HttpResponse<InputStream> response =
                    server.http().send(server.request(path).build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            List<String> lines = new CopyOnWriteArrayList<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    in.lines().forEach(lines::add);
                } catch (IOException | UncheckedIOException ended) {
                    lines.add("ended: " + ended.getMessage());
                }
            });
            return new Stream(lines, reader);
        }
    }
}
