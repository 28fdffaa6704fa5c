package io.tidemark.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// Whoever is bounded to labels must not meet another machine anywhere. There are two, with a point and a run each, and
/// a policy for both.
@CatalogTest
class BoundsTest {
    private static TestDatabase database;
    private static RunningServer server;
    private static String token = "";
    private static String backupOnly = "";
    private static String repository = "";
    private static String policy = "";
    private static Things own = new Things("", "", "");
    private static Things foreign = new Things("", "", "");

    private record Things(String machine, String run, String point) {
        List<String> all() {
            return List.of(machine, run, point);
        }
    }

    @BeforeAll
    static void start(TestDatabase given) throws SQLException {
        database = given;
        server = RunningServer.start(given);
        repository = server.repository("shared");
        own = things("own-machine", Map.of("team", "web", "env", "test"));
        foreign = things("foreign-machine", Map.of("team", "web", "env", "live"));
        policy = server.post(
                        "/api/v1/policies",
                        RunningServer.policy("both", repository, foreign.machine(), Map.of())
                                .replace("[\"", "[\"" + own.machine() + "\", \""))
                .created();
        try (Connection connection = given.connect()) {
            for (Things things : List.of(own, foreign)) {
                execute(
                        connection,
                        "update runs set policy_id = ?::uuid, point_id = ?::uuid where id = ?::uuid",
                        policy,
                        things.point(),
                        things.run());
            }
        }
        backupOnly = server.post("/api/v1/tokens", "{\"name\": \"alone\", \"role\": \"backup-only\"}")
                .body()
                .path("token")
                .asString();
        token = server.post("/api/v1/tokens", """
                        {"name": "bounded", "role": "operator", "bounds": {"team": "web", "env": "test"}}""").body().path("token").asString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Things things(String name, Map<String, String> labels) throws SQLException {
        String machine = server.machine(name);
        String point = UUID.randomUUID().toString();
        try (Connection connection = database.connect()) {
            for (Map.Entry<String, String> label : labels.entrySet()) {
                execute(
                        connection,
                        "insert into machine_labels (machine_id, key, value) values (?::uuid, ?, ?)",
                        machine,
                        label.getKey(),
                        label.getValue());
            }
            execute(
                    connection,
                    "insert into points (id, repository_id, machine_id, machine_name, created_at)"
                            + " values (?::uuid, ?::uuid, ?::uuid, ?, now())",
                    point,
                    repository,
                    machine,
                    name);
            execute(
                    connection,
                    "insert into point_disks (point_id, position, name, mode, reason, virtual_bytes, changed_bytes,"
                            + " stored_bytes) values (?::uuid, 0, 'disk', 'full', 'first', 1, 1, 1)",
                    point);
        }
        return new Things(machine, backup(machine).accepted(), point);
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int n = 0; n < values.length; n++) {
                statement.setString(n + 1, values[n]);
            }
            statement.executeUpdate();
        }
    }

    private static Answer backup(String machine) {
        return server.post("/api/v1/runs", backupOf(machine));
    }

    private static String backupOf(String machine) {
        return "{\"kind\": \"backup\", \"machine\": \"%s\", \"repository\": \"%s\"}".formatted(machine, repository);
    }

    @Test
    void noAnswerNamesAnotherMachine() {
        List<String> met = new ArrayList<>();
        int walked = 0;
        for (String path : reads()) {
            for (String id : List.of(
                    own.machine(),
                    own.run(),
                    own.point(),
                    foreign.machine(),
                    foreign.run(),
                    foreign.point(),
                    policy,
                    repository)) {
                Answer answer = get(path.replace("{id}", id).replaceAll("\\{[^}]+}", "default"));
                walked++;
                String body = answer.response().body();
                boolean foreignAsked = foreign.all().contains(id) && path.contains("{id}");
                if (body.contains("foreign-machine")
                        || foreign.all().stream().anyMatch(other -> !other.equals(id) && body.contains(other))
                        || (!id.equals(policy) && body.contains(policy))
                        || (foreignAsked && answer.status() != 404 && answer.status() != 403)) {
                    met.add(answer.status() + " " + path + " " + id + " " + body);
                }
            }
        }

        assertThat(walked).isGreaterThan(100);
        assertThat(met).isEmpty();
    }

    @Test
    void whoOnlyStartsBackupsMeetsNeitherPointsNorPolicies() {
        List<String> met = new ArrayList<>();
        for (String path : reads()) {
            for (String id : List.of(own.machine(), own.run(), repository)) {
                String body = get(path.replace("{id}", id).replaceAll("\\{[^}]+}", "default"), backupOnly)
                        .response()
                        .body();
                if (body.contains(own.point()) || body.contains(foreign.point()) || body.contains(policy)) {
                    met.add(path + " " + id + " " + body);
                }
            }
        }

        assertThat(met).isEmpty();
        assertThat(get("/api/v1/machines/" + own.machine(), backupOnly)
                        .ok()
                        .body()
                        .at("/protection/newestPoint")
                        .isString())
                .as("how old the newest backup is tells nothing of what is in it")
                .isTrue();
        assertThat(get("/api/v1/runs/" + own.run() + "/verdicts", backupOnly).problem())
                .isEqualTo("forbidden");
    }

    @Test
    void whatLiesWithinBoundsIsThere() {
        assertThat(ids("/api/v1/machines")).containsExactly(own.machine());
        assertThat(ids("/api/v1/points")).containsExactly(own.point());
        assertThat(ids("/api/v1/runs")).contains(own.run());
        assertThat(get("/api/v1/machines/" + own.machine()).status()).isEqualTo(200);
        assertThat(get("/api/v1/runs/" + own.run() + "/log").status()).isEqualTo(200);
        assertThat(get("/api/v1/points/" + own.point()).status()).isEqualTo(200);
        assertThat(get("/api/v1/repositories/" + repository).status()).isEqualTo(200);
        assertThat(get("/api/v1/policies").problem()).isEqualTo("forbidden");
    }

    @Test
    void whatLiesOutsideIsNotThere() {
        String restore = "{\"point\": \"%s\", \"disk\": \"disk\", \"target\": \"/images/new\"}";
        assertThat(send("POST", "/api/v1/runs", backupOf(foreign.machine())).problem())
                .isEqualTo("not-found");
        assertThat(send("POST", "/api/v1/runs", "{\"kind\": \"verify\", \"point\": \"" + foreign.point() + "\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(send("POST", "/api/v1/restores", restore.formatted(foreign.point()))
                        .problem())
                .isEqualTo("not-found");
        assertThat(send("POST", "/api/v1/runs/" + foreign.run() + "/cancel", "").problem())
                .isEqualTo("not-found");
        assertThat(get("/api/v1/events?run=" + foreign.run()).problem()).isEqualTo("not-found");
        assertThat(send("POST", "/api/v1/runs", "{\"kind\": \"verify\", \"repository\": \"" + repository + "\"}")
                        .problem())
                .isEqualTo("forbidden");
        assertThat(send("POST", "/api/v1/runs", "{\"kind\": \"connect\", \"repository\": \"" + repository + "\"}")
                        .problem())
                .isEqualTo("forbidden");
        assertThat(send("POST", "/api/v1/restores", restore.formatted(own.point()))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void whatBoundedCallersMakeIsBoundedAsMuch() {
        String users = "{\"name\": \"ben\", \"password\": \"correct horse battery\", \"role\": \"operator\","
                + " \"bounds\": {\"env\": \"test\"}}";
        server.post("/api/v1/users", users).created();
        try (Browser browser = new Browser(server)) {
            browser.logIn("ben", "correct horse battery");
            browser.send("POST", "/api/v1/tokens", "{\"name\": \"bens\", \"bounds\": {\"team\": \"web\"}}");

            JsonNode made =
                    browser.get("/api/v1/tokens").ok().body().path("items").get(0);
            assertThat(made.at("/bounds/env").asString()).isEqualTo("test");
            assertThat(made.at("/bounds/team").asString()).isEqualTo("web");
        }
    }

    @Test
    void eventsTellOfMachinesWithinBoundsAlone() throws Exception {
        String ownRun = verify(own.point());
        String foreignRun = verify(foreign.point());
        HttpRequest listen = HttpRequest.newBuilder(server.address().resolve("/api/v1/events"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (InputStream stream =
                        server.http().send(listen, BodyHandlers.ofInputStream()).body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(": listening");
            server.send("POST", "/api/v1/runs/" + foreignRun + "/cancel", BodyPublishers.noBody())
                    .accepted();
            server.send("POST", "/api/v1/runs/" + ownRun + "/cancel", BodyPublishers.noBody())
                    .accepted();

            assertThat(readUntilCancelled(lines, ownRun)).doesNotContain("foreign-machine", foreignRun);
        }
    }

    private static String verify(String point) {
        return server.post("/api/v1/runs", "{\"kind\": \"verify\", \"point\": \"" + point + "\"}")
                .accepted();
    }

    private static String readUntilCancelled(BufferedReader lines, String run) throws IOException {
        StringBuilder read = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.append(line).append('\n');
            if (line.contains(run) && line.contains("\"cancelled\"")) {
                break;
            }
        }
        return read.toString();
    }

    private static List<String> reads() {
        return server
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .filter(mapping -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> !path.equals("/api/v1/events"))
                .toList();
    }

    private static List<String> ids(String path) {
        return get(path)
                .ok()
                .body()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    private static Answer get(String path) {
        return get(path, token);
    }

    private static Answer get(String path, String secret) {
        return server.send(
                HttpRequest.newBuilder(server.address().resolve(path)).header("Authorization", "Bearer " + secret));
    }

    private static Answer send(String method, String path, String body) {
        return server.send(HttpRequest.newBuilder(server.address().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
