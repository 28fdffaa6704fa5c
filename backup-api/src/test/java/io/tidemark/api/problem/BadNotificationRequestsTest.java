package io.tidemark.api.problem;

import static io.tidemark.api.problem.Refusals.invalid;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must not be asked of channels, rules and deliveries.
@CatalogTest
class BadNotificationRequestsTest {
    private static final String NOBODY = UUID.randomUUID().toString();
    private static final String CHANNELS = "/api/v1/notifications/channels";
    private static final String RULES = "/api/v1/notifications/rules";
    private static RunningServer server;
    private static Refusals refusals;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database, "--tidemark.notifications.enabled=false");
        String channel = server.post(CHANNELS, email("taken", "a@example.org")).created();
        server.post(
                        RULES,
                        rule("taken", "\"digest\": {\"cron\": \"0 0 7 * * ?\", \"timeZone\": \"UTC\"}")
                                .replace("{channel}", channel))
                .created();
        refusals = new Refusals(server, Map.of("channel", channel));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @MethodSource({"channels", "rules", "others"})
    void isAnsweredWithItsProblem(String method, String path, String body, int status, String problem, String field) {
        refusals.check(method, path, body, status, problem, field, "If-Match", "*");
    }

    static Stream<Arguments> channels() {
        return Stream.of(
                arguments("POST", CHANNELS, email("taken", "a@example.org"), 409, "channel-exists", ""),
                arguments(
                        "POST",
                        CHANNELS,
                        hook("https://example.org", "\"secret\": \"sixteen characters\""),
                        409,
                        "secret-key-missing",
                        ""),
                invalid(CHANNELS, hook("https://example.org", "\"secret\": \"too short\""), "secret"),
                invalid(CHANNELS, hook("https://example.org", "\"secret\": 7"), "secret"),
                invalid(CHANNELS, hook("https://example.org", "\"secret\": \"sixteen \\ud800 and more\""), "secret"),
                invalid(
                        CHANNELS,
                        "{\"name\": \"a\", \"kind\": \"webhook\", \"url\": \"https://example.org\"}",
                        "secret"),
                invalid(CHANNELS, hook("ftp://example.org", ""), "url"),
                invalid(CHANNELS, hook("https://", ""), "url"),
                invalid(CHANNELS, hook("https://user:word@example.org", ""), "url"),
                invalid(CHANNELS, hook("https://example.org/#a", ""), "url"),
                invalid(CHANNELS, hook("https://example.org:99999", ""), "url"),
                invalid(CHANNELS, hook("https://example.org/a b", ""), "url"),
                invalid(CHANNELS, hook("file:///etc/passwd", ""), "url"),
                invalid(CHANNELS, hook("https://example.org/" + "x".repeat(2000), ""), "url"),
                invalid(CHANNELS, "{\"name\": \"a\", \"kind\": \"webhook\"}", "url"),
                invalid(CHANNELS, "{\"name\": \"a\", \"kind\": \"pigeon\"}", "kind"),
                invalid(CHANNELS, "{\"name\": \"a\"}", "kind"),
                invalid(CHANNELS, "{\"name\": \"a\", \"kind\": \"email\"}", "recipients"),
                invalid(CHANNELS, "{\"name\": \"a\", \"kind\": \"email\", \"recipients\": []}", "recipients"),
                invalid(CHANNELS, email("a", "nobody"), "recipients[0]"),
                invalid(CHANNELS, email("a", "a@b.org, c@d.org"), "recipients[0]"),
                invalid(CHANNELS, email("a", "a@b.org\\r\\nBcc: c@d.org"), "recipients[0]"),
                invalid(CHANNELS, email("a", "A <a@b.org>"), "recipients[0]"),
                invalid(CHANNELS, email("a", "a@" + "b".repeat(300)), "recipients[0]"),
                invalid(
                        CHANNELS,
                        "{\"name\": \"a\", \"kind\": \"email\", \"recipients\": [\"a@b.org\"], \"url\": \"https://a.org\"}",
                        "url"),
                invalid(CHANNELS, email("", "a@b.org"), "name"),
                arguments("PUT", CHANNELS + "/" + NOBODY, email("b", "a@b.org"), 404, "not-found", ""),
                arguments("GET", CHANNELS + "/" + NOBODY, "", 404, "not-found", ""),
                arguments("DELETE", CHANNELS + "/" + NOBODY, "", 404, "not-found", ""),
                arguments("POST", CHANNELS + "/" + NOBODY + "/test", "", 404, "not-found", ""),
                arguments("GET", CHANNELS + "/1", "", 400, "validation-failed", "id"));
    }

    static Stream<Arguments> rules() {
        String digest = "\"digest\": {\"cron\": \"0 0 7 * * ?\", \"timeZone\": \"UTC\"}";
        String failed = "\"runs\": {\"outcomes\": [\"failed\"]";
        return Stream.of(
                arguments("POST", RULES, rule("taken", digest), 409, "rule-exists", ""),
                arguments("POST", RULES, rule("a", digest).replace("{channel}", NOBODY), 422, "channel-missing", ""),
                arguments(
                        "POST",
                        RULES,
                        rule("a", failed + ", \"machine\": \"" + NOBODY + "\"}"),
                        422,
                        "machine-missing",
                        ""),
                arguments(
                        "POST",
                        RULES,
                        rule("a", failed + ", \"policy\": \"" + NOBODY + "\"}"),
                        422,
                        "policy-missing",
                        ""),
                arguments("POST", RULES, rule("a", digest.replace("0 0 7 * * ?", "daily")), 422, "cron-invalid", ""),
                arguments("POST", RULES, rule("a", digest.replace("UTC", "Moon")), 422, "time-zone-invalid", ""),
                invalid(RULES, rule("a", digest + ", " + failed + "}"), "runs"),
                invalid(RULES, rule("a", "\"enabled\": true"), "runs"),
                invalid(RULES, rule("a", "\"runs\": {\"outcomes\": []}"), "runs.outcomes"),
                invalid(RULES, rule("a", "\"runs\": {\"outcomes\": [null]}"), "runs.outcomes[0]"),
                invalid(RULES, rule("a", "\"runs\": {\"outcomes\": [\"cancelled\"]}"), "runs.outcomes[0]"),
                invalid(RULES, rule("a", "\"runs\": {}"), "runs.outcomes"),
                invalid(RULES, rule("a", failed + ", \"kinds\": [\"dance\"]}"), "runs.kinds[0]"),
                invalid(RULES, rule("a", failed + ", \"label\": {\"key\": \"env\"}}"), "runs.label.value"),
                invalid(RULES, labelled("Env", "x"), "runs.label.key"),
                invalid(RULES, labelled("e nv", "x"), "runs.label.key"),
                invalid(RULES, labelled("env", "we!b"), "runs.label.value"),
                invalid(RULES, labelled("env", "\\ud800"), "runs.label.value"),
                invalid(RULES, rule("a", "\"digest\": {\"cron\": \"0 0 7 * * ?\"}"), "digest.timeZone"),
                invalid(RULES, "{\"name\": \"a\", " + digest + "}", "channel"),
                arguments("PUT", RULES + "/" + NOBODY, rule("b", digest), 404, "not-found", ""),
                arguments("DELETE", RULES + "/" + NOBODY, "", 404, "not-found", ""));
    }

    static Stream<Arguments> others() {
        String deliveries = "/api/v1/notifications/deliveries";
        return Stream.of(
                arguments("GET", deliveries + "?state=lost", "", 400, "validation-failed", "state"),
                arguments("GET", deliveries + "?channel=1", "", 400, "validation-failed", "channel"),
                arguments("GET", deliveries + "?cursor=bmE", "", 400, "cursor-invalid", ""),
                arguments("POST", deliveries, "{}", 405, "method-not-allowed", ""));
    }

    private static String email(String name, String recipient) {
        return "{\"name\": \"" + name + "\", \"kind\": \"email\", \"recipients\": [\"" + recipient + "\"]}";
    }

    private static String hook(String url, String more) {
        String secret = more.isEmpty() ? "\"secret\": \"sixteen characters\"" : more;
        return "{\"name\": \"a\", \"kind\": \"webhook\", \"url\": \"" + url + "\", " + secret + "}";
    }

    private static String rule(String name, String what) {
        return "{\"name\": \"" + name + "\", \"channel\": \"{channel}\", " + what + "}";
    }

    private static String labelled(String key, String value) {
        return rule(
                "a",
                "\"runs\": {\"outcomes\": [\"failed\"], \"label\": {\"key\": \"" + key + "\", \"value\": \"" + value
                        + "\"}}");
    }
}
