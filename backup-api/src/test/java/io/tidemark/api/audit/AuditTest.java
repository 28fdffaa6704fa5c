package io.tidemark.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@CatalogTest
class AuditTest {
    private static final String AUDIT = "/api/v1/audit";
    private static RunningServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start(TestDatabase given) {
        database = given;
        server = RunningServer.start(given);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aChangeSaysWhoDidWhatFromWhereAndHowItEnded() {
        Answer created = server.post("/api/v1/machines", """
                {"name": "web", "disks": [{"name": "disk", "imagePath": "/images/web.qcow2"}]}""");
        String id = created.created();

        JsonNode entry = newest("createMachine");
        assertThat(entry.path("status").asInt()).isEqualTo(201);
        assertThat(entry.path("endNumber").asLong())
                .isGreaterThan(entry.path("number").asLong());
        assertThat(entry.path("request").asString()).isEqualTo("POST /api/v1/machines");
        assertThat(entry.at("/subject/type").asString()).isEqualTo("machine");
        assertThat(entry.at("/subject/id").asString()).isEqualTo(id);
        assertThat(entry.at("/caller/kind").asString()).isEqualTo("token");
        assertThat(entry.at("/caller/name").asString()).isEqualTo("initial");
        assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("change").asString()).contains("\"name\":\"web\"");
        assertThat(entry.path("requestId").asString()).isEqualTo(created.header("X-Request-Id"));

        server.delete("/api/v1/machines/" + id);
        JsonNode deleted = newest("deleteMachine");
        assertThat(deleted.path("status").asInt()).isEqualTo(204);
        assertThat(deleted.at("/subject/id").asString()).isEqualTo(id);
        assertThat(list("?subject=" + id)).hasSize(2);
    }

    @Test
    void whatIsMadeIsTheSubject() {
        String token = server.post("/api/v1/tokens", "{\"name\": \"made\"}")
                .body()
                .path("id")
                .asString();
        String user = server.user("made", "correct horse battery", "viewer");
        String repository = server.repository("made");
        String machine = server.machine("made");
        String policy = server.post("/api/v1/policies", RunningServer.policy("made", repository, machine, Map.of()))
                .created();
        String run =
                server.post("/api/v1/runs", """
                {"kind": "backup", "machine": "%s", "repository": "%s"}""".formatted(machine, repository)).accepted();

        Map<String, String> made = Map.of(
                "createToken", "token " + token,
                "createUser", "user " + user,
                "createRepository", "repository " + repository,
                "createMachine", "machine " + machine,
                "createPolicy", "policy " + policy,
                "startRun", "run " + run);
        made.forEach((operation, subject) -> {
            JsonNode entry = newest(operation).path("subject");
            assertThat(entry.path("type").asString() + " " + entry.path("id").asString(""))
                    .as(operation)
                    .isEqualTo(subject);
        });
    }

    @Test
    void whatWasRefusedIsEnteredWithItsStatus() {
        server.machine("double");
        server.post("/api/v1/machines", """
                {"name": "double", "disks": [{"name": "disk", "imagePath": "/images/double.qcow2"}]}""");
        assertThat(newest("createMachine").path("status").asInt()).isEqualTo(409);
        server.post("/api/v1/machines", "{\"name\": 7}");
        assertThat(newest("createMachine").path("status").asInt()).isEqualTo(400);
        assertThat(newest("createMachine").path("endNumber").isNull()).isTrue();
        String nobody = UUID.randomUUID().toString();
        server.delete("/api/v1/machines/" + nobody);
        assertThat(newest("deleteMachine").path("status").asInt()).isEqualTo(404);
        assertThat(newest("deleteMachine").at("/subject/id").asString()).isEqualTo(nobody);
        server.post("/api/v1/machines", " ".repeat(2 << 20));
        assertThat(list("").getFirst().path("status").asInt()).isEqualTo(413);
        server.send("PATCH", "/api/v1/machines", BodyPublishers.ofString("{}"));
        assertThat(list("").getFirst().path("status").asInt()).isEqualTo(405);
        assertThat(list("").getFirst().at("/caller/name").asString()).isEqualTo("initial");
        server.post("/api/v1/nothing", "{}");
        assertThat(list("").getFirst().path("request").asString()).isEqualTo("POST /api/v1/nothing");
    }

    @Test
    void strangersAreEnteredWithoutACaller() {
        Answer refused = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/machines"))
                .header("Authorization", "Bearer tmk_wrong-token-that-nobody-was-ever-given")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(refused.status()).isEqualTo(401);

        JsonNode entry = list("").getFirst();
        assertThat(entry.path("status").asInt()).isEqualTo(401);
        assertThat(entry.path("caller").isNull()).isTrue();
        assertThat(entry.path("requestId").asString()).isEqualTo(refused.header("X-Request-Id"));
        assertThat(server.get(AUDIT + "/export").response().body()).doesNotContain("tmk_");
    }

    @Test
    void logInsAreEnteredWithTheirUserAndFailedOnesToo() {
        String user = server.post("/api/v1/users", """
                {"name": "ann", "password": "correct horse battery staple", "role": "viewer"}""").created();
        assertThat(newest("createUser").path("change").asString())
                .contains("viewer")
                .doesNotContain("horse");

        assertThat(logIn("ann", "wrong horse battery staple").status()).isEqualTo(401);
        assertThat(newest("logIn").path("status").asInt()).isEqualTo(401);
        assertThat(newest("logIn").path("caller").isNull()).isTrue();
        assertThat(newest("logIn").at("/subject/id").asString()).isEqualTo(user);

        assertThat(logIn("ann", "correct horse battery staple").status()).isEqualTo(201);
        assertThat(newest("logIn").path("status").asInt()).isEqualTo(201);
        assertThat(newest("logIn").at("/caller/kind").asString()).isEqualTo("user");
        assertThat(newest("logIn").at("/caller/id").asString()).isEqualTo(user);

        assertThat(logIn("my password, typed as a name", "x").status()).isEqualTo(401);
        assertThat(server.get(AUDIT + "/export").response().body()).doesNotContain("horse", "typed as a name");
    }

    private static Answer logIn(String name, String password) {
        return server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"" + name + "\", \"password\": \"" + password + "\"}")));
    }

    @Test
    void readingLeavesNoEntry() {
        long before = server.get(AUDIT + "/head").body().path("number").asLong();

        server.get("/api/v1/machines").ok();
        server.get(AUDIT).ok();

        assertThat(server.get(AUDIT + "/head").body().path("number").asLong()).isEqualTo(before);
    }

    @Test
    void manyCallersAtOnceLeaveATrailThatIsIntact() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> all = new ArrayList<>();
            IntStream.range(0, 40).forEach(n -> all.add(() -> server.machine("many" + n)));
            callers.invokeAll(all);
        }

        JsonNode head = server.get(AUDIT + "/head").ok().body();
        assertThat(list("?operation=createMachine&limit=200"))
                .filteredOn(entry -> entry.path("change").asString().contains("many"))
                .hasSize(40)
                .allMatch(entry -> entry.path("status").asInt() == 201);
        JsonNode check = server.get(AUDIT + "/check?number=" + head.path("number") + "&hash="
                        + head.path("hash").asString())
                .ok()
                .body();
        assertThat(check.path("intact").asBoolean()).as(check.toString()).isTrue();
        assertThat(server.get(AUDIT + "/check?number=1&hash=" + "ab".repeat(32))
                        .body()
                        .at("/broken/number")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void noChangeIsMadeThatCannotBeEntered() throws SQLException {
        execute("alter table audit_entries rename to audit_entries_gone");
        Answer refused;
        try {
            refused = server.post("/api/v1/machines", """
                    {"name": "unseen", "disks": [{"name": "disk", "imagePath": "/images/unseen.qcow2"}]}""");
        } finally {
            execute("alter table audit_entries_gone rename to audit_entries");
        }

        assertThat(refused.status()).isGreaterThanOrEqualTo(500);
        assertThat(server.get("/api/v1/machines?limit=200").response().body()).doesNotContain("unseen");
    }

    @Test
    void aThirdPartyChecksAnExportWithTheDocumentationsOwnProgram(@TempDir Path directory) throws Exception {
        server.machine("exported");
        String export = server.get(AUDIT + "/export").ok().response().body();
        Path file = Files.writeString(directory.resolve("trail.ndjson"), export);
        assertThat(export.lines().count())
                .isEqualTo(server.get(AUDIT + "/head").body().path("number").asLong());

        assertThat(python(file)).startsWith("intact");

        Files.writeString(file, export.replaceFirst("POST /api/v1/machines", "POST /api/v1/machine"));
        assertThat(python(file)).startsWith("broken at ");
    }

    @Test
    void theTrailIsCheckedOnTheDatabaseItself() {
        server.machine("offline");
        List<String> command = new ArrayList<>(List.of(AuditCheckCommand.NAME));
        command.addAll(List.of(database.arguments()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        assertThat(AuditCheckCommand.run(command, new PrintStream(said, true, UTF_8)))
                .isZero();
        assertThat(said.toString(UTF_8)).startsWith("intact: ");

        command.addAll(1, List.of("1", "ab".repeat(32)));
        assertThat(AuditCheckCommand.run(command, new PrintStream(said, true, UTF_8)))
                .isEqualTo(13);
        command.set(1, "999999999");
        assertThat(AuditCheckCommand.run(command, new PrintStream(said, true, UTF_8)))
                .isEqualTo(13);
        assertThat(said.toString(UTF_8))
                .contains("The trail once reached to entry 999999999.\n")
                .doesNotContain("null");
        assertThat(AuditCheckCommand.run(List.of(AuditCheckCommand.NAME, "1"), new PrintStream(said, true, UTF_8)))
                .isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("broken at 1: ", "Usage: ");
    }

    private static String python(Path export) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "../docs/auditor/check_audit.py", export.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private static JsonNode newest(String operation) {
        return list("?operation=" + operation).getFirst();
    }

    private static List<JsonNode> list(String query) {
        return server.get(AUDIT + query).ok().body().path("items").valueStream().toList();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
