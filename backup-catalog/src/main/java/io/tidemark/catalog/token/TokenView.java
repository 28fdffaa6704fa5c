package io.tidemark.catalog.token;

import io.tidemark.catalog.Bounds;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token as screens show it, without its secret.
///
/// @param owner the user who made it; null for a token of nobody
public record TokenView(
        UUID id,
        String name,
        String role,
        Bounds bounds,
        @Nullable Owner owner,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    /// The user who made a token.
    ///
    /// @param role    what the user may do now
    /// @param enabled whether the user, and hence its tokens, may do anything
    public record Owner(UUID id, String name, String role, Bounds bounds, boolean enabled) {}
}
