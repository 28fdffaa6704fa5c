package io.tidemark.api.user;

import io.tidemark.catalog.user.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user.
///
/// @param role  what it may do
/// @param bounds  labels that a machine must have for the user to see it; empty for every machine
/// @param origin  whether it logs in with a password or with an OpenID provider
/// @param enabled  whether it may log in
/// @param lastLogInAt  null before the first
record UserView(
        UUID id,
        String name,
        String role,
        Map<String, String> bounds,
        Origin origin,
        boolean enabled,
        Instant createdAt,
        @Nullable Instant lastLogInAt) {

    static UserView of(io.tidemark.catalog.user.UserView user) {
        return new UserView(
                user.id(),
                user.name(),
                user.role(),
                user.bounds().labels(),
                user.origin(),
                user.enabled(),
                user.createdAt(),
                user.lastLogInAt());
    }
}
