package io.tidemark.api.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@CatalogTest
class MachinesTest {
    private static RunningServer server;
    private static String repository = "";

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        repository = server.repository("main");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aMachineIsChangedByWhoeverReadItLast() {
        Answer created = machine("changed", "{\"env\": \"test\"}");
        created.created();
        assertThat(created.body().path("labels").path("env").asString()).isEqualTo("test");
        String path = created.header("Location");
        String tag = server.get(path).ok().header("ETag");
        assertThat(tag).isEqualTo(created.header("ETag")).matches("\"\\d+\"");
        String disk = created.body().at("/disks/0/id").asString();

        Answer changed = server.put(path, """
                        {"disks": [{"name": "data", "imagePath": "/images/data.qcow2"},
                                   {"name": "disk", "imagePath": "/images/other.qcow2"}],
                         "labels": {"env": "production", "team": "Ops-1"}}""", "If-Match", tag).ok();
        Answer late = server.put(path, body("{}"), "If-Match", tag);

        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        assertThat(changed.body().path("name").asString()).isEqualTo("changed");
        assertThat(changed.body().path("labels").toString()).isEqualTo("{\"env\":\"production\",\"team\":\"Ops-1\"}");
        assertThat(changed.body().at("/disks/1/id").asString())
                .as("a disk that keeps its name stays the same disk")
                .isEqualTo(disk);
        assertThat(changed.body().at("/disks/1/imagePath").asString()).isEqualTo("/images/other.qcow2");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("precondition-failed");
        assertThat(server.put(path, body("{}"), "If-Match", "*").ok().body().path("labels"))
                .isEmpty();
    }

    @Test
    void disksChangePlacesAndNames() {
        Answer created = server.post("/api/v1/machines", """
                {"name": "swapped", "disks": [{"name": "a", "imagePath": "/images/a"}, {"name": "b", "imagePath": "/images/b"}]}""");
        String path = created.header("Location");

        Answer swapped = server.put(path, """
                {"disks": [{"name": "b", "imagePath": "/images/a"}, {"name": "a", "imagePath": "/images/b"}]}""", "If-Match", created.header("ETag"));

        assertThat(swapped.ok().body().at("/disks/0/id").asString())
                .isEqualTo(created.body().at("/disks/1/id").asString());
        assertThat(swapped.body().at("/disks/0/imagePath").asString()).isEqualTo("/images/a");
    }

    @Test
    void poolAndDisksStayWhileARunWorksOnTheMachine() {
        Answer created = machine("busy", "{}");
        String path = created.header("Location");
        server.post("/api/v1/runs", """
                {"kind": "backup", "machine": "%s", "repository": "%s"}""".formatted(created.created(), repository))
                .accepted();

        Answer moved = server.put(path, body("{}"), "If-Match", "*");
        Answer relabelled = server.put(path, """
                {"disks": [{"name": "disk", "imagePath": "/images/busy.qcow2"}], "labels": {"env": "test"}}""", "If-Match", "*");

        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.problem()).isEqualTo("machine-busy");
        assertThat(relabelled.ok().body().path("labels").path("env").asString()).isEqualTo("test");
        assertThat(relabelled.body().at("/disks/0/imagePath").asString()).isEqualTo("/images/busy.qcow2");
    }

    @Test
    void aPolicySelectsByLabelsAndTheMachineSaysSo() {
        String machine =
                machine("selected", "{\"env\": \"live\", \"tier\": \"db\"}").created();
        Answer policy = server.post("/api/v1/policies", """
                {"name": "live", "repository": "%s", "cron": "0 30 2 * * ?", "timeZone": "UTC",
                 "labels": {"env": "live"}, "objectiveSeconds": 86400}""".formatted(repository));
        policy.created();
        server.post("/api/v1/policies", """
                        {"name": "dead", "repository": "%s", "cron": "0 30 2 * * ?", "timeZone": "UTC",
                         "labels": {"env": "dead", "os": "bsd"}}""".formatted(repository)).created();

        JsonNode shown = server.get("/api/v1/machines/" + machine).ok().body();
        assertThat(policy.body().path("labels").path("env").asString()).isEqualTo("live");
        assertThat(policy.body().path("machines")).isEmpty();
        assertThat(shown.at("/protection/state").asString()).isEqualTo("never");
        assertThat(shown.at("/protection/objectiveSeconds").asLong()).isEqualTo(86_400);
        assertThat(shown.at("/protection/newestPoint").isNull()).isTrue();

        JsonNode covers = server.get("/api/v1/machines/" + machine + "/coverage?covered=true")
                .ok()
                .body();
        assertThat(covers.path("items")).hasSize(1);
        assertThat(covers.at("/items/0/policy/name").asString()).isEqualTo("live");
        assertThat(covers.at("/items/0/how").asString()).isEqualTo("labels");
        assertThat(covers.at("/items/0/nextFireTimes")).hasSize(5);
        assertThat(covers.at("/items/0/late").asBoolean()).isTrue();
        JsonNode others = server.get("/api/v1/machines/" + machine + "/coverage?covered=false")
                .ok()
                .body();
        assertThat(others.at("/items/0/policy/name").asString()).isEqualTo("dead");
        assertThat(others.at("/items/0/whyNot").toString())
                .isEqualTo("[{\"reason\":\"not-named\",\"key\":null,\"wanted\":null,\"found\":null},"
                        + "{\"reason\":\"label-differs\",\"key\":\"env\",\"wanted\":\"dead\",\"found\":\"live\"},"
                        + "{\"reason\":\"label-missing\",\"key\":\"os\",\"wanted\":\"bsd\",\"found\":null}]");
        assertThat(names("protection=never&label=env%3Dlive")).containsExactly("selected");
        assertThat(names("policy=" + policy.body().path("id").asString())).containsExactly("selected");
    }

    @Test
    void listsAreNarrowedAndSorted() {
        for (String name : List.of("sort-b", "sort-c", "sort-a")) {
            machine(name, "{\"list\": \"" + name + "\", \"lists\": \"yes\"}").created();
        }

        assertThat(names("name=SORT-&sort=-name")).containsExactly("sort-c", "sort-b", "sort-a");
        assertThat(names("name=sort-&sort=createdAt")).containsExactly("sort-b", "sort-c", "sort-a");
        assertThat(names("label=lists%3Dyes&label=list%3Dsort-a")).containsExactly("sort-a");
        assertThat(names("label=lists%3Dyes&label=list%3Dsort-x")).isEmpty();
        assertThat(names("pool=default&name=sort-b&limit=1")).containsExactly("sort-b");
        JsonNode first = server.get("/api/v1/machines?name=sort-&sort=-createdAt&limit=2")
                .ok()
                .body();
        String cursor = first.path("nextCursor").asString();
        assertThat(names("name=sort-&sort=-createdAt&cursor=" + cursor)).containsExactly("sort-b");
        assertThat(server.get("/api/v1/machines?name=sort-&cursor=" + cursor).problem())
                .isEqualTo("cursor-invalid");
    }

    @Test
    void otherListsAreNarrowedAndSortedToo() {
        server.repository("other-1");
        server.repository("other-2");
        server.post("/api/v1/policies", """
                        {"name": "off", "repository": "%s", "cron": "0 30 2 * * ?", "timeZone": "UTC", "machines": [], "enabled": false}""".formatted(repository)).created();

        assertThat(names("/api/v1/repositories?name=other&state=new&sort=-name", ""))
                .containsExactly("other-2", "other-1");
        assertThat(names("/api/v1/repositories?state=ready", "")).isEmpty();
        assertThat(names("/api/v1/policies?enabled=false&repository=" + repository, ""))
                .containsExactly("off");
        assertThat(names("/api/v1/policies?name=OFF&sort=-createdAt", "")).containsExactly("off");
        assertThat(server.get("/api/v1/points?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&sort=createdAt")
                        .ok()
                        .body()
                        .path("items"))
                .isEmpty();
    }

    private static List<String> names(String query) {
        return names("/api/v1/machines?", query);
    }

    private static List<String> names(String path, String query) {
        List<String> names = new ArrayList<>();
        server.get(path + query)
                .ok()
                .body()
                .path("items")
                .forEach(item -> names.add(item.path("name").asString()));
        return names;
    }

    private static Answer machine(String name, String labels) {
        return server.post("/api/v1/machines", """
                {"name": "%s", "disks": [{"name": "disk", "imagePath": "/images/%s.qcow2"}], "labels": %s}""".formatted(name, name, labels));
    }

    private static String body(String labels) {
        return """
                {"disks": [{"name": "disk", "imagePath": "/images/elsewhere.qcow2"}], "labels": %s}""".formatted(labels);
    }
}
