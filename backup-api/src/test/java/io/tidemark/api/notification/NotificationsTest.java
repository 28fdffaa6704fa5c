package io.tidemark.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@CatalogTest
class NotificationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOTIFICATIONS = NotifyingSite.NOTIFICATIONS;
    private static NotifyingSite site;
    private static Receiver receiver;
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase database) throws IOException {
        site = NotifyingSite.start(database);
        receiver = site.receiver();
        server = site.server();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void aFailedRunIsPostedSignedAndAgainUntilItIsTaken() throws SQLException {
        String machine = server.machine("posted");
        site.rule(
                "posted",
                site.webhook("posted"),
                "\"runs\": {\"outcomes\": [\"failed\"], \"machine\": \"" + machine + "\"}");
        receiver.failNext(2);
        String run = site.run(machine, "failed");

        await().atMost(PATIENCE).until(() -> receiver.accepted("/posted").size() == 1);
        List<Receiver.Received> all = receiver.received().stream()
                .filter(each -> each.path().equals("/posted"))
                .toList();
        assertThat(all).hasSize(3).allSatisfy(each -> {
            assertThat(each.delivery()).isEqualTo(all.getFirst().delivery());
            assertThat(each.body()).isEqualTo(all.getFirst().body());
        });
        JsonNode message = all.getFirst().json();
        assertThat(message.path("id").asString()).isEqualTo(all.getFirst().delivery());
        assertThat(message.path("event").asString()).isEqualTo("run");
        assertThat(message.path("outcome").asString()).isEqualTo("failed");
        assertThat(message.path("summary").asString()).isEqualTo("[Tidemark] backup of posted failed");
        assertThat(message.at("/run/id").asString()).isEqualTo(run);
        assertThat(message.at("/run/machine/id").asString()).isEqualTo(machine);
        assertThat(message.at("/run/repository/name").asString()).isEqualTo("main");
        assertThat(message.at("/run/error/code").asString()).isEqualTo("image-busy");
        assertThat(message.path("url").asString()).isEqualTo("https://backup.example.org/runs/" + run);
        JsonNode delivery = await().atMost(PATIENCE)
                .until(
                        () -> site.deliveries("?run=" + run).getFirst(),
                        is -> is.path("state").asString().equals("delivered"));
        assertThat(delivery.path("attempts").asInt()).isEqualTo(3);
        assertThat(delivery.path("error").asString()).isEqualTo("The receiver answered 500.");
        assertThat(delivery.path("nextAttempt").isNull()).isTrue();
    }

    @Test
    void manyRunsAreToldOnceEachByTwoServers() throws SQLException {
        String machine = server.machine("many");
        site.rule(
                "many",
                site.webhook("many"),
                "\"runs\": {\"outcomes\": [\"succeeded\"], \"machine\": \"" + machine + "\"}");
        List<String> runs = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            runs.add(site.run(machine, "succeeded"));
        }

        await().atMost(PATIENCE).until(() -> receiver.accepted("/many").size() >= 30);
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, 30)
                        .allMatch(n -> site.deliveries("?run=" + runs.get(n))
                                .getFirst()
                                .path("state")
                                .asString()
                                .equals("delivered")));
        assertThat(receiver.accepted("/many"))
                .extracting(each -> each.json().at("/run/id").asString())
                .containsExactlyInAnyOrderElementsOf(runs);
    }

    @Test
    void rulesChooseByOutcomeKindMachinePolicyAndLabel() throws SQLException {
        String web = server.machine("chosen");
        String db = server.machine("other");
        site.execute("insert into machine_labels (machine_id, key, value) values ('" + web + "', 'env', 'production')");
        String channel = site.webhook("chosen");
        site.rule("recovered", channel, "\"runs\": {\"outcomes\": [\"recovered\"], \"machine\": \"" + web + "\"}");
        site.rule("labelled", channel, """
                "runs": {"outcomes": ["failed"], "kinds": ["backup"], "label": {"key": "env", "value": "production"}}""");
        site.rule("verifying", channel, "\"runs\": {\"outcomes\": [\"failed\"], \"kinds\": [\"verify\"]}");
        String disabled = site.rule("disabled", channel, "\"enabled\": false, \"runs\": {\"outcomes\": [\"failed\"]}");
        assertThat(disabled).isNotEmpty();

        site.run(web, "succeeded");
        String failed = site.run(web, "failed");
        String again = site.run(web, "warning");
        site.run(web, "succeeded");
        site.run(db, "failed");
        String last = site.run(web, "failed");

        await().atMost(PATIENCE).until(() -> receiver.accepted("/chosen").size() >= 3);
        await().atMost(PATIENCE).until(() -> site.count("ended_runs") == 0);
        await().atMost(PATIENCE).until(() -> site.deliveries("?state=queued").isEmpty());
        assertThat(receiver.accepted("/chosen"))
                .extracting(each -> each.json().path("rule").asString() + " "
                        + each.json().at("/run/id").asString())
                .containsExactlyInAnyOrder("labelled " + failed, "recovered " + again, "labelled " + last);
    }

    @ParameterizedTest
    @CsvSource({
        "/slow, did not answer within PT1S",
        "/moved, answered 302: redirects are not followed",
        "/broken, answered 500",
    })
    void aTestSaysWhatIsWrongWithAReceiver(String path, String error) {
        String channel = site.webhook(path.substring(1), receiver.url(path));

        Answer test = server.post(NOTIFICATIONS + "/channels/" + channel + "/test", "")
                .ok();

        assertThat(test.body().path("state").asString()).isEqualTo("failed");
        assertThat(test.body().path("error").asString()).contains(error);
        assertThat(receiver.accepted("/elsewhere")).isEmpty();
    }

    @Test
    void aReceiverThatIsDownOrAnswersWithoutEndHarmsNobody() {
        String down = site.webhook("down", "http://127.0.0.1:1/");
        String huge = site.webhook("huge", receiver.url("/huge"));

        JsonNode refused = server.post(NOTIFICATIONS + "/channels/" + down + "/test", "")
                .ok()
                .body();
        assertThat(refused.path("state").asString()).isEqualTo("failed");
        assertThat(refused.path("error").asString()).contains("cannot be reached");
        assertThat(server.post(NOTIFICATIONS + "/channels/" + huge + "/test", "")
                        .ok()
                        .body()
                        .path("state")
                        .asString())
                .isEqualTo("delivered");
    }

    @Test
    void whatDoesNotArriveIsGivenUpAndShown() throws SQLException {
        String machine = server.machine("unheard");
        String channel = site.webhook("unheard", receiver.url("/broken"));
        site.rule("unheard", channel, "\"runs\": {\"outcomes\": [\"lost\"], \"machine\": \"" + machine + "\"}");
        String run = site.run(machine, "lost");

        JsonNode given = await().atMost(PATIENCE)
                .until(
                        () -> site.deliveries("?run=" + run),
                        all -> !all.isEmpty()
                                && all.getFirst().path("state").asString().equals("failed"))
                .getFirst();
        assertThat(given.path("attempts").asInt()).isGreaterThan(1);
        assertThat(given.path("error").asString()).isEqualTo("The receiver answered 500.");
        assertThat(site.deliveries("?state=failed&channel=" + channel)).hasSize(1);
    }

    @Test
    void mailTellsMachineAndOutcomeAndNoHeaderIsSmuggledIn() throws Exception {
        String machine = server.machine("mailed");
        String channel = server.post(NOTIFICATIONS + "/channels", """
                {"name": "mail", "kind": "email", "recipients": ["ops@example.org", "boss@example.org"]}""").created();
        site.rule("mailed", channel, "\"runs\": {\"outcomes\": [\"failed\"], \"machine\": \"" + machine + "\"}");
        String run = server.post("/api/v1/runs", site.backup(machine)).accepted();
        site.execute(
                "update runs set machine_name = E'mailed\\r\\nBcc: evil@example.org\\r\\n\\r\\nDear all' where id = '"
                        + run + "'");
        site.end(run, "failed");

        await().atMost(PATIENCE).until(() -> site.mail().getReceivedMessages().length == 2);
        for (MimeMessage message : site.mail().getReceivedMessages()) {
            assertThat(message.getSubject())
                    .startsWith("[Tidemark] backup of mailed Bcc: evil@example.org")
                    .endsWith("failed");
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getAllRecipients()).hasSize(2);
            assertThat(message.getFrom()[0].toString()).isEqualTo("tidemark@example.org");
            assertThat(message.getContentType()).startsWith("text/plain");
            assertThat(message.getContent().toString())
                    .contains("image-busy", "https://backup.example.org/runs/" + run);
        }
    }

    @Test
    void aDigestTellsWhichMachinesAreOutOfObjective() throws SQLException {
        String machine = server.machine("late");
        String policy = server.post("/api/v1/policies", """
                {"name": "late", "repository": "%s", "cron": "0 30 2 * * ?", "timeZone": "UTC", "machines": ["%s"]}""".formatted(site.repository(), machine))
                .created();
        site.execute("update policies set objective_seconds = 3600 where id = '" + policy + "'");
        String rule = site.rule("daily", site.webhook("digest"), """
                "digest": {"cron": "0 0 7 * * ?", "timeZone": "Europe/Vienna"}""");
        assertThat(server.get(NOTIFICATIONS + "/rules/" + rule)
                        .body()
                        .path("nextDigest")
                        .isNull())
                .isFalse();

        site.execute("update notification_rules set digest_at = now() where id = '" + rule + "'");

        await().atMost(PATIENCE).until(() -> receiver.accepted("/digest").size() == 1);
        JsonNode digest = receiver.accepted("/digest").getFirst().json();
        assertThat(digest.path("event").asString()).isEqualTo("digest");
        assertThat(digest.path("late")
                        .valueStream()
                        .map(late -> late.path("name").asString()))
                .contains("late");
        assertThat(digest.path("summary").asString()).contains("out of objective");
    }

    @Test
    void channelsAndRulesAreKeptWithoutShowingTheSecret() {
        String channel = site.webhook("kept");
        Answer shown = server.get(NOTIFICATIONS + "/channels/" + channel).ok();
        assertThat(shown.response().body()).doesNotContain(Receiver.SECRET, "secret");
        String rule = site.rule("kept", channel, "\"runs\": {\"outcomes\": [\"failed\"], \"kinds\": [\"collection\"]}");

        assertThat(server.delete(NOTIFICATIONS + "/channels/" + channel).problem())
                .isEqualTo("channel-in-use");
        String changed = """
                {"name": "renamed", "kind": "webhook", "url": "https://hooks.example.org/x"}""";
        assertThat(server.put(NOTIFICATIONS + "/channels/" + channel, changed, "If-Match", shown.header("ETag"))
                        .ok()
                        .body()
                        .path("url")
                        .asString())
                .isEqualTo("https://hooks.example.org/x");
        assertThat(server.put(NOTIFICATIONS + "/channels/" + channel, changed, "If-Match", shown.header("ETag"))
                        .problem())
                .isEqualTo("precondition-failed");
        assertThat(server.put(
                                NOTIFICATIONS + "/channels/" + channel,
                                "{\"name\": \"a\", \"kind\": \"email\", \"recipients\": [\"a@b.org\"]}",
                                "If-Match",
                                "*")
                        .problem())
                .isEqualTo("unprocessable");
        assertThat(server.put(NOTIFICATIONS + "/rules/" + rule, """
                        {"name": "kept", "channel": "%s", "enabled": false, "digest": {"cron": "0 0 7 * * ?", "timeZone": "UTC"}}""".formatted(channel), "If-Match", "*")
                        .ok()
                        .body()
                        .path("nextDigest")
                        .isNull())
                .isTrue();
        assertThat(server.delete(NOTIFICATIONS + "/rules/" + rule).status()).isEqualTo(204);
        assertThat(server.delete(NOTIFICATIONS + "/channels/" + channel).status())
                .isEqualTo(204);
        assertThat(server.get("/api/v1/audit/export").response().body())
                .contains("hooks.example.org")
                .doesNotContain(Receiver.SECRET, "hooks.example.org/x");
    }
}
