package io.tidemark.catalog.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import io.tidemark.catalog.token.IssuedToken;
import io.tidemark.catalog.token.TokenFilter;
import io.tidemark.catalog.token.TokenTerms;
import io.tidemark.catalog.token.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class UsersTest {
    private static final Bounds WEB = Bounds.of(Map.of("team", "web"));

    private final Users users;
    private final Tokens tokens;
    private final Samples samples;

    UsersTest(ApplicationContext catalog) {
        this.users = catalog.getBean(Users.class);
        this.tokens = catalog.getBean(Tokens.class);
        this.samples = new Samples(catalog);
    }

    @BeforeEach
    void nobodyYet() {
        samples.jdbc().sql("delete from users").update();
    }

    @Test
    void aUserIsFoundByNameWhateverItsCase() {
        UUID anna = users.create("Anna", "operator", WEB, "hash");

        assertThat(users.credentials("aNNA"))
                .hasValueSatisfying(found -> assertThat(found.user()).isEqualTo(anna));
        assertThat(users.credentials("bert")).isEmpty();
        assertThat(users.get(anna).bounds()).isEqualTo(WEB);
        assertThat(users.page(UserFilter.ALL, PageRequest.FIRST).items())
                .extracting(UserView::name)
                .containsExactly("Anna");
        refused("user-exists", () -> users.create("anna", "viewer", Bounds.NONE, "hash"));
    }

    @Test
    void aPageEndsWhereTheNextBegins() {
        for (String name : List.of("dora", "Anna", "carl", "Bert")) {
            users.create(name, "viewer", Bounds.NONE, "hash");
        }

        var first = users.page(UserFilter.ALL, new PageRequest(null, null, 3));
        var second = users.page(UserFilter.ALL, new PageRequest(null, first.nextCursor(), 3));

        assertThat(first.items()).extracting(UserView::name).containsExactly("Anna", "Bert", "carl");
        assertThat(second.items()).extracting(UserView::name).containsExactly("dora");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void theLastAdminStays() {
        UUID anna = users.create("anna", "admin", Bounds.NONE, "hash");
        UUID bert = users.create("bert", "admin", WEB, "hash");

        refused("last-admin", () -> users.remove(anna));
        refused("last-admin", () -> users.change(anna, "admin", Bounds.NONE, false, null));
        refused("last-admin", () -> users.change(anna, "operator", Bounds.NONE, true, null));
        refused("last-admin", () -> users.change(anna, "admin", WEB, true, null));
        assertThat(users.get(anna).version()).isZero();
        users.change(bert, "admin", Bounds.NONE, true, null);
        users.remove(anna);
        refused("last-admin", () -> users.remove(bert));
    }

    @Test
    void aChangeOfWhatWasChangedSinceIsRefused() {
        UUID anna = users.create("anna", "viewer", Bounds.NONE, "hash");
        users.change(anna, "operator", Bounds.NONE, true, 0L);

        refused("precondition-failed", () -> users.change(anna, "viewer", Bounds.NONE, true, 0L));
        users.change(anna, "viewer", Bounds.NONE, false, 1L);
        assertThat(users.active(anna)).isEmpty();
    }

    @Test
    void anAccountIsOneUserWhoseRoleTheProviderSays() {
        UserView first = users.enter(account("viewer", Bounds.NONE));
        UserView again = users.enter(account("operator", WEB));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.role()).isEqualTo("operator");
        assertThat(again.bounds()).isEqualTo(WEB);
        assertThat(again.origin()).isEqualTo(Origin.OIDC);
        refused("role-from-provider", () -> users.change(first.id(), "admin", WEB, true, null));
        refused("no-password", () -> users.setPassword(first.id(), "hash"));
        users.change(first.id(), "operator", WEB, false, null);
        refused("user-disabled", () -> users.enter(account("operator", WEB)));
    }

    @Test
    void aTakenNameGivesWayToTheNext() {
        users.create("anna", "viewer", Bounds.NONE, "hash");

        assertThat(users.enter(account("viewer", Bounds.NONE)).name()).isEqualTo("anna@keycloak");
    }

    @Test
    void aTokenEndsWithItsTimeAndWithItsOwner() {
        UUID anna = users.create("anna", "operator", Bounds.NONE, "hash");
        IssuedToken ofAnna = tokens.issue(new TokenTerms("of-anna", "viewer", WEB, null, anna));
        IssuedToken timed = tokens.issue(
                new TokenTerms("timed", "viewer", Bounds.NONE, Instant.now().plusSeconds(60), null));

        assertThat(tokens.authenticate(ofAnna.secret())).hasValueSatisfying(token -> {
            assertThat(token.bounds()).isEqualTo(WEB);
            assertThat(token.owner()).isNotNull();
        });
        assertThat(tokens.authenticate(timed.secret())).isPresent();
        samples.jdbc()
                .sql("update api_tokens set expires_at = now() - interval '1 second' where name = 'timed'")
                .update();
        assertThat(tokens.authenticate(timed.secret())).isEmpty();
        assertThat(tokens.expired(timed.secret())).isPresent();
        assertThat(tokens.expired(ofAnna.secret())).isEmpty();
        users.change(anna, "operator", Bounds.NONE, false, null);
        assertThat(tokens.authenticate(ofAnna.secret())).isEmpty();
        users.change(anna, "operator", Bounds.NONE, true, null);
        assertThat(tokens.authenticate(ofAnna.secret())).isPresent();
        users.remove(anna);
        assertThat(tokens.page(new TokenFilter(null, null, anna, null), PageRequest.FIRST)
                        .items())
                .isEmpty();
        refused("expiry-past", () -> tokens.issue(new TokenTerms("late", "viewer", Bounds.NONE, Instant.now(), null)));
    }

    private static OpenIdAccount account(String role, Bounds bounds) {
        return new OpenIdAccount("https://id.example", "4711", List.of("anna", "anna@keycloak"), role, bounds);
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
