package io.tidemark.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.Browser;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@CatalogTest
class OidcLogInTest {
    private static OpenIdProvider provider;
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase database) throws Exception {
        provider = new OpenIdProvider();
        server = RunningServer.start(database, arguments(provider.issuer()));
    }

    private static String[] arguments(String issuer) {
        String client = "--spring.security.oauth2.client.";
        return new String[] {
            client + "registration.keycloak.client-id=" + OpenIdProvider.CLIENT,
            client + "registration.keycloak.client-secret=" + OpenIdProvider.SECRET,
            client + "registration.keycloak.client-name=Company account",
            client + "registration.keycloak.scope=openid,profile",
            client + "provider.keycloak.issuer-uri=" + issuer,
            "--tidemark.login.oidc.role-claim=realm_access.roles",
            "--tidemark.login.oidc.bounds-claim=tidemark_bounds",
            "--tidemark.login.oidc.admins=backup-admins",
            "--tidemark.login.oidc.operators=backup-operators,storage-team",
            "--tidemark.login.oidc.viewers=staff"
        };
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @Test
    void whoHasARoleIsLetInWithIt() {
        provider.account(account("1", "ines", List.of("staff", "storage-team"), List.of("team=web", "env=test")));
        try (Browser browser = new Browser(server)) {
            assertThat(dance(browser)).hasPath("/").hasNoQuery();

            Answer session = browser.remember(browser.get("/api/v1/session").ok());
            assertThat(session.body().path("name").asString()).isEqualTo("ines");
            assertThat(session.body().path("role").asString()).isEqualTo("operator");
            assertThat(session.body().path("means").asString()).isEqualTo("oidc");
            assertThat(session.body().at("/bounds/team").asString()).isEqualTo("web");
            assertThat(server.get("/api/v1/users").ok().response().body())
                    .contains("\"ines\"", "\"oidc\"")
                    .doesNotContain("opaque");
            assertThat(browser.send("DELETE", "/api/v1/session", "").status()).isEqualTo(204);
            assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
        }
    }

    @Test
    void theProvidersWordCountsAnewAtEachLogIn() {
        provider.account(account("2", "jan", "backup-admins", "*"));
        try (Browser browser = new Browser(server)) {
            dance(browser);
            assertThat(role(browser)).isEqualTo("admin");
            provider.account(account("2", "jan", "staff", "*"));
            dance(browser);

            assertThat(role(browser)).isEqualTo("viewer");
            assertThat(server.get("/api/v1/users")
                            .ok()
                            .body()
                            .path("items")
                            .valueStream()
                            .filter(user -> user.path("name").asString().equals("jan")))
                    .hasSize(1);
        }
    }

    @Test
    void anotherUsersNameIsNotTaken() {
        server.user("kim", "correct horse battery", "viewer");
        provider.account(account("3", "kim", "staff", "*"));
        try (Browser browser = new Browser(server)) {
            dance(browser);

            assertThat(browser.get("/api/v1/session").ok().body().path("name").asString())
                    .isEqualTo("kim@keycloak");
        }
    }

    @Test
    void whoHasNoRoleOrNoBoundsIsToldSo() {
        try (Browser browser = new Browser(server)) {
            provider.account(account("4", "lea", "strangers", "*"));
            assertThat(dance(browser)).hasPath("/login").hasQuery("refused=role-missing");
            provider.account(Map.of("sub", "4", "preferred_username", "lea"));
            assertThat(dance(browser)).hasQuery("refused=role-missing");
            provider.account(account("4", "lea", "staff", "web"));
            assertThat(dance(browser)).hasQuery("refused=bounds-missing");

            assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
            assertThat(server.get("/api/v1/users").ok().response().body()).doesNotContain("\"lea\"");
            assertThat(refusals())
                    .contains(
                            "401 account 4 of " + provider.issuer() + " was refused: role-missing",
                            "401 account 4 of " + provider.issuer() + " was refused: bounds-missing");
        }
    }

    @Test
    void whoWasDisabledHereStaysOut() {
        provider.account(account("5", "max", "staff", "*"));
        try (Browser browser = new Browser(server)) {
            dance(browser);
            String id = server.get("/api/v1/users")
                    .ok()
                    .body()
                    .path("items")
                    .valueStream()
                    .filter(user -> user.path("name").asString().equals("max"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asString();
            assertThat(server.put("/api/v1/users/" + id, "{\"role\": \"admin\", \"enabled\": true}", "If-Match", "*")
                            .problem())
                    .isEqualTo("role-from-provider");
            server.put("/api/v1/users/" + id, "{\"role\": \"viewer\", \"enabled\": false}", "If-Match", "*")
                    .ok();

            assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
            assertThat(dance(browser)).hasQuery("refused=user-disabled");
            assertThat(refusals().getFirst()).endsWith(" was refused: user-disabled");
        }
    }

    @ParameterizedTest
    @MethodSource
    void aTokenThatIsNotForThisLogInIsNotBelieved(UnaryOperator<JWTClaimsSet.Builder> change) {
        provider.account(account("6", "noa", "backup-admins", "*"));
        provider.spoil(change);
        try (Browser browser = new Browser(server)) {
            assertThat(dance(browser)).hasPath("/login").hasQuery("refused=failed");
            assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
        }
    }

    static Stream<Named<UnaryOperator<JWTClaimsSet.Builder>>> aTokenThatIsNotForThisLogInIsNotBelieved() {
        Date past = Date.from(Instant.now().minusSeconds(600));
        return Stream.of(
                Named.of("for another", claims -> claims.audience("somebody-else")),
                Named.of("by another", claims -> claims.issuer("https://evil.example")),
                Named.of("expired", claims -> claims.issueTime(past).expirationTime(past)),
                Named.of("of another log-in", claims -> claims.claim("nonce", "replayed")),
                Named.of("of nobody", claims -> claims.subject(null)));
    }

    @Test
    void aTokenOfAnotherKeyIsNotBelieved() {
        provider.account(account("6", "noa", "backup-admins", "*"));
        provider.signByAnother();
        try (Browser browser = new Browser(server)) {
            assertThat(dance(browser)).hasQuery("refused=failed");
            assertThat(refusals().getFirst()).isEqualTo("401 a log-in with an OpenID provider was refused: failed");
        }
    }

    @Test
    void aLogInThatWasNotBegunHereFails() {
        provider.account(account("7", "ole", "backup-admins", "*"));
        try (Browser browser = new Browser(server);
                Browser victim = new Browser(server)) {
            URI back = redirect(browser, redirect(browser, server.address().resolve(link(browser))));

            assertThat(redirect(victim, back)).hasQuery("refused=failed");
            assertThat(redirect(browser, URI.create(back.toString().replace("state=", "state=x"))))
                    .hasQuery("refused=failed");
            assertThat(redirect(browser, back)).as("begun once, ended once").hasQuery("refused=failed");
            assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
        }
    }

    @Test
    void theDashboardIsToldWhereToGo() {
        try (Browser browser = new Browser(server)) {
            Answer ways = browser.get("/api/v1/session/ways").ok();

            assertThat(ways.body().at("/providers/0/name").asString()).isEqualTo("Company account");
            assertThat(link(browser)).isEqualTo("/oauth2/authorization/keycloak");
        }
    }

    @Test
    void aServerStartsWithoutItsProvider(TestDatabase database) {
        try (RunningServer alone = RunningServer.start(database, arguments("http://127.0.0.1:1"));
                Browser browser = new Browser(alone)) {
            Answer answer = browser.get("/oauth2/authorization/keycloak");

            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).endsWith("/login?refused=provider-unreachable");
        }
    }

    private static Map<String, Object> account(String subject, String name, Object roles, Object bounds) {
        return Map.of(
                "sub",
                subject,
                "preferred_username",
                name,
                "realm_access",
                Map.of("roles", roles),
                "tidemark_bounds",
                bounds);
    }

    /// From here to the provider and back; where that ends.
    private static URI dance(Browser browser) {
        URI toProvider = redirect(browser, server.address().resolve(link(browser)));
        assertThat(toProvider.toString()).startsWith(provider.issuer());
        return redirect(browser, redirect(browser, toProvider));
    }

    private static URI redirect(Browser browser, URI from) {
        Answer answer = browser.send(HttpRequest.newBuilder(from));
        assertThat(answer.status()).as(from + " " + answer.response().body()).isEqualTo(302);
        return from.resolve(answer.header("Location"));
    }

    private static String link(Browser browser) {
        return browser.get("/api/v1/session/ways")
                .ok()
                .body()
                .at("/providers/0/path")
                .asString();
    }

    private static String role(Browser browser) {
        return browser.get("/api/v1/session").ok().body().path("role").asString();
    }

    /// What the audit trail says of log-ins that nobody got in by, newest first.
    private static List<String> refusals() {
        return server.get("/api/v1/audit?operation=logIn")
                .ok()
                .body()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("caller").isNull())
                .map(entry -> entry.path("status").asInt() + " "
                        + entry.path("change").asString())
                .toList();
    }
}
