package io.tidemark.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.run.DiskMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Sends the examples of requests in an order that makes sense. What an example calls by an id is made by one before
/// it, and the server's own id takes its place.
final class ExampleRequests {
    private final RunningServer server;
    private final JsonNode examples;
    private final Map<String, String> replaced = new HashMap<>();
    private final Set<String> sent = new TreeSet<>();

    ExampleRequests(RunningServer server, JsonNode examples) {
        this.server = server;
        this.examples = examples;
    }

    /// Sends all of them and asserts that each is taken.
    ///
    /// @return names of the schemas of what was sent
    Set<String> send() {
        String vault = make("/api/v1/repositories", "CreateRepository", "RepositoryView");
        String web1 = make("/api/v1/machines", "CreateMachine", "MachineView");
        String nightly = make("/api/v1/policies", "PolicyDefinition", "PolicyView");
        change("/api/v1/repositories/" + vault + "/limits", "LimitsInput");
        change("/api/v1/repositories/" + vault + "/credentials", "SetCredentials");
        change("/api/v1/repositories/" + vault + "/passphrase", "SetPassphrase");
        change("/api/v1/machines/" + web1, "ReplaceMachine");
        change("/api/v1/policies/" + nightly, "PolicyDefinition");
        change("/api/v1/pools/default", "PoolLimits");
        notifications();
        people();
        runs(vault, nightly);
        return sent;
    }

    private void notifications() {
        String channel = make("/api/v1/notifications/channels", "ChannelDefinition", "NotificationChannel");
        change("/api/v1/notifications/channels/" + channel, "ChannelDefinition");
        String rule = make("/api/v1/notifications/rules", "RuleDefinition", "NotificationRule");
        change("/api/v1/notifications/rules/" + rule, "RuleDefinition");
    }

    private void people() {
        replaced.put(
                examples.at("/CreateToken/expiresAt").asString(),
                Instant.now().plus(Duration.ofDays(365)).toString());
        taken(201, server.post("/api/v1/tokens", example("CreateToken")));
        String ada = make("/api/v1/users", "CreateUser", "UserView");
        change("/api/v1/users/" + ada, "ChangeUser");
        try (Browser browser = new Browser(server)) {
            browser.remember(taken(201, browser.send("POST", "/api/v1/session", example("LogInRequest"))));
            taken(200, browser.send("PUT", "/api/v1/session/password", example("ChangePassword")));
        }
        taken(204, server.put("/api/v1/users/" + ada + "/password", example("SetPassword")));
    }

    private void runs(String vault, String nightly) {
        server.post("/api/v1/runs", example("StartRun")).accepted();
        server.post("/api/v1/policies/" + nightly + "/retention", example("StartRetention"))
                .accepted();
        server.post("/api/v1/repositories/" + vault + "/collection", example("StartCollection"))
                .accepted();
        replaced.put(examples.at("/PointView/id").asString(), point(vault).toString());
        server.post("/api/v1/restores", example("StartRestore")).accepted();
    }

    private UUID point(String repository) {
        JsonNode point = examples.path("PointView");
        UUID id = UUID.randomUUID();
        server.context()
                .getBean(Points.class)
                .add(new CommittedPoint(
                        id,
                        new RepositoryEntryId(UUID.fromString(repository)),
                        point.at("/machine/name").asString(),
                        null,
                        Instant.parse(point.path("createdAt").asString()),
                        point.path("disks")
                                .valueStream()
                                .map(disk -> new PointView.Disk(
                                        disk.path("name").asString(), DiskMode.FULL, "first backup", null, 9, 9, 9))
                                .toList()));
        return id;
    }

    /// Makes a thing, whose id stands from now on for that of the example of a view.
    private String make(String path, String schema, String view) {
        String id = server.post(path, example(schema)).created();
        replaced.put(examples.path(view).path("id").asString(), id);
        return id;
    }

    private void change(String path, String schema) {
        taken(200, server.put(path, example(schema), "If-Match", "*"));
    }

    private static Answer taken(int status, Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer;
    }

    private String example(String schema) {
        sent.add(schema);
        String body = examples.path(schema).toString();
        for (Map.Entry<String, String> each : replaced.entrySet()) {
            body = body.replace(each.getKey(), each.getValue());
        }
        return body;
    }
}
