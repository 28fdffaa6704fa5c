package io.tidemark.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.api.TidemarkServer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills a real server with SIGKILL while it makes a change that has begun in the audit trail and has not ended.
@CatalogTest
class KilledServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String MACHINE =
            "{\"name\": \"halfway\", \"disks\": [{\"name\": \"disk\", \"imagePath\": \"/images/halfway.qcow2\"}]}";

    @Test
    void leavesABeginningWithoutAnEndInATrailThatIsIntactAndGoesOn(TestDatabase database, @TempDir Path directory)
            throws Exception {
        Path log = directory.resolve("server.log");
        Process doomed = server(database, directory, log);
        try (Connection blocking = database.connect();
                Connection looking = database.connect();
                Statement block = blocking.createStatement();
                HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(PATIENCE)
                    .until(() -> PORT.matcher(Files.readString(log)).find());
            blocking.setAutoCommit(false);
            block.execute("lock table machines in access exclusive mode");
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(create(port(log)), BodyHandlers.ofString());
            await().atMost(PATIENCE).until(() -> begun(looking) == 1);

            doomed.destroyForcibly().onExit().join();
            blocking.rollback();
            assertThat(answer).failsWithin(PATIENCE);
        } finally {
            doomed.destroyForcibly().onExit().join();
        }

        try (RunningServer server = RunningServer.start(database)) {
            JsonNode halfway = entries(server).getFirst();
            assertThat(halfway.path("status").isNull()).as(halfway.toString()).isTrue();
            assertThat(halfway.path("endNumber").isNull()).isTrue();
            assertThat(halfway.path("change").asString()).contains("halfway");
            assertThat(halfway.at("/caller/name").asString()).isEqualTo("initial");
            assertThat(server.get("/api/v1/machines").ok().response().body()).doesNotContain("halfway");
            assertIntact(server, database);

            server.post("/api/v1/machines", MACHINE).created();

            assertThat(entries(server)).hasSize(2);
            assertThat(entries(server).getFirst().path("status").asInt()).isEqualTo(201);
            assertThat(entries(server).getLast().path("status").isNull()).isTrue();
            assertIntact(server, database);
        }
    }

    private static void assertIntact(RunningServer server, TestDatabase database) {
        assertThat(server.get("/api/v1/audit/check").ok().body().path("intact").asBoolean())
                .isTrue();
        List<String> command = new ArrayList<>(List.of(AuditCheckCommand.NAME));
        command.addAll(List.of(database.arguments()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(AuditCheckCommand.run(command, new PrintStream(said, true, UTF_8)))
                .isZero();
        assertThat(said.toString(UTF_8)).startsWith("intact: ");
    }

    /// The newest first.
    private static List<JsonNode> entries(RunningServer server) {
        return server.get("/api/v1/audit?operation=createMachine")
                .ok()
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    private static int begun(Connection looking) throws Exception {
        try (Statement statement = looking.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from audit_entries where phase = 'begun' and operation = 'createMachine'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static HttpRequest create(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/machines"))
                .header("Authorization", "Bearer " + RunningServer.TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(MACHINE))
                .build();
    }

    private static int port(Path log) throws IOException {
        Matcher told = PORT.matcher(Files.readString(log));
        assertThat(told.find()).isTrue();
        return Integer.parseInt(told.group(1));
    }

    private static Process server(TestDatabase database, Path directory, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TidemarkServer.class.getName(),
                "--server.port=0",
                "--tidemark.data-directory=" + directory,
                "--tidemark.initial-token=" + RunningServer.TOKEN,
                "--tidemark.worker.enabled=false"));
        command.addAll(List.of(database.arguments()));
        Files.createFile(log);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
