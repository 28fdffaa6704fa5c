package io.tidemark.api.token;

import io.tidemark.api.name.Reference;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API token without its secret.
///
/// @param role  what it may do
/// @param bounds  labels that a machine must have for the token to see it; empty for every machine
/// @param owner  the user who made it, without whom it opens nothing; null for a token of nobody
/// @param expiresAt  from when on it opens nothing; null for never
/// @param lastUsedAt  to the minute; null before the first use
record TokenView(
        UUID id,
        String name,
        String role,
        Map<String, String> bounds,
        @Nullable Reference owner,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    static TokenView of(io.tidemark.catalog.token.TokenView token) {
        io.tidemark.catalog.token.TokenView.Owner owner = token.owner();
        return new TokenView(
                token.id(),
                token.name(),
                token.role(),
                token.bounds().labels(),
                owner == null ? null : new Reference(owner.id(), owner.name()),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt());
    }
}
