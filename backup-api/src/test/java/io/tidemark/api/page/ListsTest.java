package io.tidemark.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.pool.SeenImage;
import io.tidemark.catalog.pool.SeenImages;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Every list is filtered, sorted and paged in the same way; what the description says of it is tried.
@CatalogTest
class ListsTest {
    /// What a run says is read on from where one was, in the order in which it said it.
    private static final Set<String> READ_ON = Set.of("/api/v1/runs/{id}/log", "/api/v1/runs/{id}/verdicts");

    private static final String KEY = "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=";
    private static RunningServer server;
    private static JsonNode api;
    private static String machine = "";
    private static String channel = "";
    private static String rule = "";
    private static String ana = "";

    @BeforeAll
    static void start(TestDatabase database) throws SQLException {
        server = RunningServer.start(
                database, "--tidemark.secrets.key=" + KEY, "--tidemark.notifications.enabled=false");
        api = server.get("/api/v1/openapi.json").ok().body();
        String repository = server.repository("lists-b");
        server.repository("lists-a");
        server.repository("Lists-c");
        for (String name : List.of("lists-b", "Lists-a", "lists-c")) {
            machine = server.machine(name);
            server.post("/api/v1/policies", RunningServer.policy(name, repository, machine, Map.of()))
                    .created();
            server.post("/api/v1/runs", """
                    {"kind": "backup", "machine": "%s", "repository": "%s"}""".formatted(machine, repository)).accepted();
            server.post(
                    "/api/v1/tokens",
                    "{\"name\": \"%s\", \"role\": \"viewer\", \"expiresAt\": \"%s\"}"
                            .formatted(name, Instant.now().plusSeconds(1000)));
            ana = server.user(name, "correct horse battery", "viewer");
            channel = server.post("/api/v1/notifications/channels", """
                    {"name": "%s", "kind": "email", "recipients": ["a@example.org"]}""".formatted(name))
                    .created();
            rule = server.post("/api/v1/notifications/rules", """
                    {"name": "%s", "channel": "%s", "runs": {"outcomes": ["failed"]}}""".formatted(name, channel))
                    .created();
        }
        points(database, repository);
        workers();
    }

    private static void points(TestDatabase database, String repository) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into points (id, repository_id, machine_id, machine_name, created_at)
                    select gen_random_uuid(), '%s', '%s', 'lists-c', now() - n %% 2 * interval '1 day'
                    from generate_series(1, 3) n""".formatted(repository, machine));
            statement.execute("""
                    insert into notification_deliveries
                        (id, channel_id, channel_name, rule_id, rule_name, event, subject, body, state, attempts, created_at,
                         finished_at)
                    select gen_random_uuid(), '%s', 'lists-c', '%s', 'lists-c', 'run', 's', 'b', 'delivered', 1, now(), now()
                    from generate_series(1, 3)""".formatted(channel, rule));
        }
    }

    private static void workers() {
        Workers workers = server.context().getBean(Workers.class);
        for (String pool : List.of("lists-b", "lists-a")) {
            for (String name : List.of("w2", "w1")) {
                workers.register(
                        new Workers.WorkerProcess(UUID.randomUUID(), pool, name, "host", 1, 2, List.of("/images")),
                        true);
            }
        }
        server.context()
                .getBean(SeenImages.class)
                .report(
                        "lists-a",
                        "w1",
                        IntStream.range(0, 4)
                                .mapToObj(n -> new SeenImage("/images/" + n, 7 % (n + 2), Instant.ofEpochSecond(n % 2)))
                                .toList());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyListTakesLimitCursorAndSort() {
        Set<String> found = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            JsonNode list = path.getValue().path("get");
            if (answersWithItems(list) && !READ_ON.contains(path.getKey())) {
                found.add(path.getKey());
                assertThat(parameters(list)).as(path.getKey()).contains("limit", "cursor", "sort");
                assertThat(sorts(list)).as(path.getKey()).isNotEmpty();
            }
        }

        assertThat(found).hasSizeGreaterThanOrEqualTo(14);
    }

    @Test
    void everyListIsReadToItsEndInEveryOrderThatItHas() {
        lists().forEach((address, sorts) -> {
            List<String> usual = all(address, "");
            assertThat(usual).as(address).hasSizeGreaterThan(2);
            assertThat(all(address, sorts.getFirst())).as(address).isEqualTo(usual);
            for (String sort : sorts) {
                List<String> sorted = all(address, sort);
                assertThat(sorted).as(address + " by " + sort).containsExactlyInAnyOrderElementsOf(usual);
                String turned = sort.startsWith("-") ? sort.substring(1) : "-" + sort;
                assertThat(all(address, turned)).as(address + " by " + turned).isEqualTo(sorted.reversed());
            }
            Answer refused = server.get(address + "?sort=colour");
            assertThat(refused.problem()).as(address).isEqualTo("sort-invalid");
            assertThat(refused.body().path("detail").asString())
                    .contains(
                            sorts.stream().filter(sort -> !sort.startsWith("-")).toList());
            assertThat(server.get(address + "?cursor=x").problem()).as(address).isEqualTo("cursor-invalid");
        });
    }

    @Test
    void aCursorIsOfOneListAlone() {
        Map<String, List<String>> lists = lists();
        Map<String, String> cursors = new TreeMap<>();
        lists.forEach((list, sorts) -> cursors.put(
                list,
                server.get(list + "?limit=1&sort=" + sorts.getFirst())
                        .ok()
                        .body()
                        .path("nextCursor")
                        .asString()));

        lists.forEach((list, sorts) -> {
            String sort = sorts.getFirst();
            for (String other : lists.keySet()) {
                if (!other.equals(list)
                        && Objects.requireNonNull(lists.get(other)).contains(sort)) {
                    assertThat(server.get(other + "?sort=" + sort + "&cursor=" + cursors.get(list))
                                    .problem())
                            .as("a cursor of " + list + " at " + other)
                            .isEqualTo("cursor-invalid");
                }
            }
        });
    }

    /// Every list that can be read to its end, and what it can be sorted by.
    private static Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            JsonNode list = path.getValue().path("get");
            if (answersWithItems(list) && !READ_ON.contains(path.getKey())) {
                lists.put(path.getKey().replace("{id}", machine).replace("{name}", "lists-a"), sorts(list));
            }
        }
        return lists;
    }

    @ParameterizedTest
    @CsvSource({
        "tokens?name=LISTS, 3",
        "tokens?role=admin, 1",
        "tokens?expired=true, 0",
        "tokens?expired=false&name=lists, 3",
        "tokens?owner={user}, 0",
        "pools?name=LISTS-, 2",
        "workers?pool=lists-a, 2",
        "workers?name=W1, 2",
        "workers?alive=false, 0",
        "workers?alive=true&pool=lists-b, 2",
        "users?name=-B, 1",
        "users?role=admin, 0",
        "users?origin=password, 3",
        "users?enabled=false, 0",
        "notifications/channels?kind=email, 3",
        "notifications/channels?kind=webhook, 0",
        "notifications/channels?name=-a, 1",
        "notifications/rules?channel={channel}, 1",
        "notifications/rules?enabled=true, 3",
        "notifications/rules?name=-a, 1",
        "notifications/deliveries?state=delivered&rule={rule}&channel={channel}, 3",
        "notifications/deliveries?state=failed, 0",
        "runs?trigger=request, 6",
        "runs?trigger=schedule, 0",
        "pools/lists-a/images?containing=ages/3, 1",
        "audit?operation=createPolicy, 3"
    })
    void areNarrowed(String list, int items) {
        String path = list.replace("{channel}", channel).replace("{rule}", rule).replace("{user}", ana);

        assertThat(server.get("/api/v1/" + path).ok().body().path("items")).hasSize(items);
    }

    @Test
    void workersAreInTheOrderOfPoolsAndNames() {
        assertThat(all("/api/v1/workers", "pool"))
                .containsExactlyElementsOf(server.get("/api/v1/workers")
                        .ok()
                        .body()
                        .path("items")
                        .valueStream()
                        .sorted(Comparator.comparing(worker -> worker.path("pool")
                                        .asString() + " " + worker.path("name").asString()))
                        .map(ListsTest::identity)
                        .toList());
    }

    /// What each item of the list is told by, page by page.
    private static List<String> all(String path, String sort) {
        List<String> items = new ArrayList<>();
        String cursor = "";
        do {
            String query = "?limit=2" + (sort.isEmpty() ? "" : "&sort=" + sort) + cursor;
            JsonNode page = server.get(path + query).ok().body();
            page.path("items").forEach(item -> items.add(identity(item)));
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return items;
    }

    private static String identity(JsonNode item) {
        return Stream.of("/id", "/number", "/path", "/policy/id", "/name")
                .map(item::at)
                .filter(found -> !found.isMissingNode())
                .findFirst()
                .orElseThrow()
                .asString();
    }

    private static boolean answersWithItems(JsonNode operation) {
        String schema = operation
                .at("/responses/200/content/application~1json/schema/$ref")
                .asString("#/none");
        return api.at(schema.substring(1)).path("properties").path("items").has("items");
    }

    private static List<String> parameters(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.path("name").asString())
                .toList();
    }

    private static List<String> sorts(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asString().equals("sort"))
                .flatMap(parameter -> parameter.at("/schema/enum").valueStream())
                .map(JsonNode::asString)
                .toList();
    }
}
