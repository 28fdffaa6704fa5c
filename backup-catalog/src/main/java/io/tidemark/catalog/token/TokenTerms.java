package io.tidemark.catalog.token;

import io.tidemark.catalog.Bounds;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a token is for.
///
/// @param role      the word of a role, as the API knows them
/// @param expiresAt from when on it opens nothing; null for a token that does not end by itself
/// @param owner     the user who makes it: without the user it opens nothing; null for a token of nobody
public record TokenTerms(
        String name,
        String role,
        Bounds bounds,
        @Nullable Instant expiresAt,
        @Nullable UUID owner) {
    /// A token of nobody that may do everything and does not end.
    public static TokenTerms everything(String name) {
        return new TokenTerms(name, "admin", Bounds.NONE, null, null);
    }
}
