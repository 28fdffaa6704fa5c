package io.tidemark.api.access;

import io.tidemark.catalog.token.TokenView;
import io.tidemark.catalog.token.Tokens;
import io.tidemark.catalog.user.Origin;
import io.tidemark.catalog.user.UserView;
import io.tidemark.catalog.user.Users;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Finds out who calls. It asks the catalog each time: whoever is disabled, demoted or revoked is so with the next
/// request.
@Component
public class Callers {
    private final Tokens tokens;
    private final Users users;

    Callers(Tokens tokens, Users users) {
        this.tokens = tokens;
        this.users = users;
    }

    /// The caller who presents this token, if it opens anything.
    Optional<Caller> ofToken(String secret) {
        return tokens.authenticate(secret).flatMap(Callers::caller);
    }

    /// When this token expired, if it is one that has.
    Optional<Instant> expired(String secret) {
        return tokens.expired(secret);
    }

    /// The caller who logged in as this user, if it still may.
    public Optional<Caller> ofUser(UUID user) {
        return users.active(user).flatMap(Callers::caller);
    }

    /// What the caller may do by now, for requests that last; empty when that is nothing any more.
    Optional<Caller> still(Caller caller) {
        return switch (caller.means()) {
            case TOKEN -> tokens.active(caller.id()).flatMap(Callers::caller);
            case PASSWORD, OIDC -> ofUser(caller.id());
        };
    }

    private static Optional<Caller> caller(UserView user) {
        Caller.Means means = user.origin() == Origin.OIDC ? Caller.Means.OIDC : Caller.Means.PASSWORD;
        return Role.of(user.role())
                .map(role -> new Caller(user.id(), user.name(), role, user.bounds(), means, user.id()));
    }

    /// A token that may do more than its owner may now, since the owner was demoted, opens nothing.
    private static Optional<Caller> caller(TokenView token) {
        TokenView.Owner owner = token.owner();
        return Role.of(token.role())
                .filter(role -> owner == null || covers(owner, role, token))
                .map(role -> new Caller(
                        token.id(),
                        token.name(),
                        role,
                        token.bounds(),
                        Caller.Means.TOKEN,
                        owner == null ? null : owner.id()));
    }

    private static boolean covers(TokenView.Owner owner, Role role, TokenView token) {
        return Role.of(owner.role()).filter(of -> of.covers(role)).isPresent()
                && owner.bounds().cover(token.bounds());
    }
}
