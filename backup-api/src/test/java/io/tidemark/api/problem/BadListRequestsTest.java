package io.tidemark.api.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must not be asked of lists.
@CatalogTest
class BadListRequestsTest {
    private static final String NOBODY = UUID.randomUUID().toString();
    private static RunningServer server;
    private static Refusals refusals;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        refusals = new Refusals(server, Map.of("nobody", NOBODY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "GET {0} -> {1} {2}")
    @MethodSource("lists")
    void isAnsweredWithItsProblem(String path, String problem, String field) {
        refusals.check("GET", "/api/v1" + path, "", 400, problem, field);
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                problem("/machines?sort=colour", "sort-invalid"),
                problem("/machines?sort=--name", "sort-invalid"),
                invalid("/machines?sort=", "sort"),
                invalid("/machines?cursor=", "cursor"),
                invalid("/machines?sort=name&sort=-name", "sort"),
                problem("/machines?sort=name%20desc", "sort-invalid"),
                problem("/policies?sort=enabled", "sort-invalid"),
                problem("/repositories?sort=location", "sort-invalid"),
                problem("/points?sort=machine", "sort-invalid"),
                problem("/machines?cursor=" + at("machines name", "a\0b"), "cursor-invalid"),
                problem("/machines?cursor=czA", "cursor-invalid"),
                invalid("/machines?sort=" + "x".repeat(41), "sort"),
                invalid("/machines?label=env", "label[0]"),
                invalid("/machines?label=env%3Dx&label=Env%3Dx", "label[1]"),
                invalid("/machines?label=%3Dx", "label[0]"),
                invalid("/machines?label=env%3D", "label[0]"),
                invalid("/machines?label=" + "x%3Dy,".repeat(40), "label"),
                invalid("/machines?protection=good", "protection"),
                invalid("/machines?pool=", "pool"),
                invalid("/machines?policy=nightly", "policy"),
                invalid("/machines?name=" + "x".repeat(101), "name"),
                invalid("/policies?enabled=perhaps", "enabled"),
                invalid("/policies?repository=1", "repository"),
                invalid("/repositories?state=broken", "state"),
                invalid("/points?from=yesterday", "from"),
                invalid("/points?from=2026", "from"),
                invalid("/points?from=2026-11-23", "from"),
                invalid("/points?to=%2B1000000000-12-31T23:59:59Z", "to"),
                problem("/tokens?sort=role", "sort-invalid"),
                problem("/pools?sort=machines", "sort-invalid"),
                problem("/workers?sort=alive", "sort-invalid"),
                problem("/users?sort=role", "sort-invalid"),
                problem("/notifications/channels?sort=kind", "sort-invalid"),
                problem("/notifications/rules?sort=channel", "sort-invalid"),
                problem("/notifications/deliveries?sort=state", "sort-invalid"),
                problem("/audit?sort=caller", "sort-invalid"),
                problem("/pools/default/images?sort=workers", "sort-invalid"),
                problem("/runs?sort=state", "sort-invalid"),
                problem("/tokens?cursor=xyz", "cursor-invalid"),
                problem("/pools?cursor=xyz", "cursor-invalid"),
                problem("/workers?cursor=xyz", "cursor-invalid"),
                problem("/users?sort=createdAt&cursor=" + at("users name", ""), "cursor-invalid"),
                problem(
                        "/users?sort=createdAt&cursor=" + at("users createdAt", "+300000-01-01T00:00:00Z"),
                        "cursor-invalid"),
                problem("/audit?cursor=" + at("audit -at", ""), "cursor-invalid"),
                problem("/pools/default/images?sort=bytes&cursor=" + at("images bytes", "many"), "cursor-invalid"),
                problem("/tokens?sort=expiresAt&cursor=" + at("tokens expiresAt", "-infinity"), "cursor-invalid"),
                problem("/machines?lable=env%3Dx", "parameter-unknown"),
                problem("/runs?status=running", "parameter-unknown"),
                problem("/points?machine={nobody}&since=2026-11-23T00:00:00Z", "parameter-unknown"),
                problem("/tokens?user=anna", "parameter-unknown"),
                problem("/pools/default?limit=1", "parameter-unknown"),
                problem("/session?_csrf=x", "parameter-unknown"),
                invalid("/tokens?limit=0", "limit"),
                invalid("/pools?limit=201", "limit"),
                invalid("/workers?limit=-1", "limit"),
                invalid("/workers?alive=perhaps", "alive"),
                invalid("/tokens?role=emperor", "role"),
                invalid("/tokens?owner=anna", "owner"),
                invalid("/tokens?expired=2026", "expired"),
                invalid("/users?origin=ldap", "origin"),
                invalid("/users?name=", "name"),
                invalid("/notifications/channels?kind=pigeon", "kind"),
                invalid("/notifications/rules?channel=x", "channel"),
                invalid("/notifications/deliveries?state=lost", "state"),
                invalid("/notifications/deliveries?rule=x", "rule"),
                invalid("/runs?trigger=policy", "trigger"),
                invalid("/runs?from=0000-12-31T23:59:59Z", "from"),
                invalid("/runs?to=%2B10000-01-01T00:00:00Z", "to"),
                invalid("/audit?from=%2B999999999-12-31T23:59:59Z", "from"),
                invalid("/audit?to=-999999999-01-01T00:00:00Z", "to"),
                invalid("/points?from=1764000000", "from"));
    }

    private static Arguments invalid(String path, String field) {
        return arguments(path, "validation-failed", field);
    }

    private static Arguments problem(String path, String type) {
        return arguments(path, type, "");
    }

    /// A cursor as the server might make it.
    private static String at(String listAndSort, String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((listAndSort + " 36 " + NOBODY + key).getBytes(UTF_8));
    }
}
