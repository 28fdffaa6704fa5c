package io.tidemark.api.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API token without its secret.
///
/// @param lastUsedAt  to the minute; null before the first use
record TokenView(
        UUID id,
        String name,
        String role,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {

    static TokenView of(io.tidemark.catalog.token.TokenView token) {
        return new TokenView(token.id(), token.name(), token.role(), token.createdAt(), token.lastUsedAt());
    }
}
