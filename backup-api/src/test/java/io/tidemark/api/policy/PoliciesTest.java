package io.tidemark.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@CatalogTest
class PoliciesTest {
    private static RunningServer server;
    private static String machine = "";
    private static String repository = "";

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        machine = server.machine("web");
        repository = server.repository("main");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aNewPolicyShowsItsNextFiveFireTimes() {
        Answer created = server.post("/api/v1/policies", policy("nightly", "0 30 2 * * ?"));

        created.created();
        List<Instant> times = new ArrayList<>();
        created.body().path("nextFireTimes").forEach(time -> times.add(Instant.parse(time.asString())));
        assertThat(times).hasSize(5).isSorted().allMatch(time -> time.isAfter(Instant.EPOCH));
        assertThat(created.body().at("/repository/name").asString()).isEqualTo("main");
        assertThat(created.body().at("/machines/0/id").asString()).isEqualTo(machine);
        assertThat(created.body().path("mode").asString()).isEqualTo("auto");
    }

    /// Clocks are put from 02:00 to 03:00 on 28 March 2077, and from 03:00 to 02:00 on 31 October.
    @ParameterizedTest
    @CsvSource({
        "0 30 2 27-29 3 ? 2077, 2077-03-27T01:30:00Z 2077-03-28T01:30:00Z 2077-03-29T00:30:00Z",
        "0 30 2 30-31 10 ? 2077, 2077-10-30T00:30:00Z 2077-10-31T00:30:00Z"
    })
    void aNightInWhichClocksAreChangedHasOneFireTimeLikeEveryOther(String cron, String expected) {
        Answer created = server.post("/api/v1/policies", policy("clocks " + expected.length(), cron));

        created.created();
        assertThat(created.body().path("nextFireTimes").valueStream().map(JsonNode::asString))
                .containsExactly(expected.split(" "));
    }

    @Test
    void aPolicyShowsAllThatItWasGiven() {
        String rules = """
                "start": {"jitterSeconds": 600, "missed": "skip", "window": {"from": "22:00", "to": "06:30"}},
                "retention": {"keepLast": 3, "keepHourly": 0, "keepDaily": 7, "keepWeekly": 4, "keepMonthly": 12, "keepYearly": 2,
                              "keepWithin": "30d"},
                "retry": {"attempts": 3, "firstDelaySeconds": 120},
                "limits": {"requestsPerSecond": 50, "bytesPerSecond": 1048576},
                "verification": {"cron": "0 0 4 ? * SAT", "samplePercent": 10},
                "collection": {"cron": "0 0 5 ? * SUN"}""";
        Answer created =
                server.post("/api/v1/policies", policy("full", "0 30 2 * * ?").replace("]", "], " + rules));

        created.created();
        JsonNode given = JsonMapper.shared().readTree("{" + rules + "}");
        JsonNode shown = server.get(created.header("Location")).ok().body();
        for (String part : given.propertyNames()) {
            assertThat(shown.path(part)).as(part).isEqualTo(given.path(part));
        }
        Answer plain = server.put(
                created.header("Location"), policy("full", "0 30 2 * * ?"), "If-Match", created.header("ETag"));
        assertThat(plain.ok().body().path("retention").isNull()).isTrue();
        assertThat(plain.body().path("verification").isNull()).isTrue();
        assertThat(plain.body().path("retry").isNull()).isTrue();
        assertThat(plain.body().path("limits").isNull()).isTrue();
        assertThat(plain.body().at("/start/missed").asString()).isEqualTo("once");
    }

    @Test
    void retentionAndCollectionAreRunsThatCanBeTriedWithoutEffect() {
        String rules = "\"retention\": {\"keepDaily\": 7}";
        String policy = server.post(
                        "/api/v1/policies", policy("pruned", "0 30 2 * * ?").replace("]", "], " + rules))
                .header("Location");

        Answer retention = server.post(policy + "/retention", "{\"machine\": \"" + machine + "\", \"dryRun\": true}");
        Answer collection = server.post("/api/v1/repositories/" + repository + "/collection", "{\"dryRun\": true}");

        assertThat(retention.status()).isEqualTo(202);
        assertThat(retention.body().path("kind").asString()).isEqualTo("retention");
        assertThat(retention.body().path("dryRun").asBoolean()).isTrue();
        assertThat(retention.body().at("/policy/name").asString()).isEqualTo("pruned");
        assertThat(collection.body().path("kind").asString()).isEqualTo("collection");
        JsonNode verdicts =
                server.get(retention.header("Location") + "/verdicts").ok().body();
        assertThat(verdicts.path("items").isEmpty()).isTrue();
        assertThat(verdicts.path("next").asInt()).isEqualTo(-1);
        assertThat(server.get("/api/v1/runs?kind=retention").ok().body().path("items"))
                .hasSize(1);
    }

    @Test
    void aChangeNeedsTheTagOfWhatWasRead() {
        Answer created = server.post("/api/v1/policies", policy("weekly", "0 30 2 ? * SUN"));
        String path = created.header("Location");
        String tag = server.get(path).ok().header("ETag");
        assertThat(tag).isEqualTo(created.header("ETag")).matches("\"\\d+\"");

        Answer changed = server.put(path, policy("weekly", "0 30 3 ? * SUN"), "If-Match", tag)
                .ok();
        Answer late = server.put(path, policy("weekly", "0 30 4 ? * SUN"), "If-Match", tag);

        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("precondition-failed");
        assertThat(server.get(path).ok().body().path("cron").asString()).isEqualTo("0 30 3 ? * SUN");
        assertThat(server.put(path, policy("weekly", "0 30 5 ? * SUN"), "If-Match", "*")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tagsThatNeverWereAreRefused() {
        String path = server.post("/api/v1/policies", policy("monthly", "0 30 2 1 * ?"))
                .header("Location");

        assertThat(server.put(path, policy("monthly", "0 30 3 1 * ?"), "If-Match", "\"abc\"")
                        .problem())
                .isEqualTo("precondition-failed");
        assertThat(server.put(path, policy("monthly", "0 30 3 1 * ?"), "If-Match", "abc")
                        .problem())
                .isEqualTo("validation-failed");
        assertThat(server.put(path, policy("monthly", "0 30 3 1 * ?"), "If-Match", "W/\"0\"")
                        .problem())
                .isEqualTo("validation-failed");
    }

    @Test
    void aDeletedPolicyIsGone() {
        String path = server.post("/api/v1/policies", policy("yearly", "0 30 2 1 1 ?"))
                .header("Location");

        assertThat(server.delete(path).status()).isEqualTo(204);
        assertThat(server.get(path).problem()).isEqualTo("not-found");
    }

    @Test
    void listsArePagedByCursor() {
        for (int i = 0; i < 5; i++) {
            server.machine("paged-" + i);
        }

        List<String> names = new ArrayList<>();
        JsonNode page = server.get("/api/v1/machines?limit=2").ok().body();
        page.path("items").forEach(item -> names.add(item.path("name").asString()));
        while (page.path("nextCursor").isString()) {
            page = server.get("/api/v1/machines?limit=2&cursor="
                            + page.path("nextCursor").asString())
                    .ok()
                    .body();
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
        }

        assertThat(names).containsExactly("paged-0", "paged-1", "paged-2", "paged-3", "paged-4", "web");
    }

    private static String policy(String name, String cron) {
        return RunningServer.policy(name, repository, machine, Map.of("cron", "\"" + cron + "\""));
    }
}
