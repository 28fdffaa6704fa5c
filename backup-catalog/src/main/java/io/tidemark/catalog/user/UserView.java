package io.tidemark.catalog.user;

import io.tidemark.catalog.Bounds;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user as screens show it.
///
/// @param role        the word of a role, as the API knows them
/// @param enabled     whether the user may log in
/// @param lastLogInAt null before the first
/// @param version     grows with each change
public record UserView(
        UUID id,
        String name,
        String role,
        Bounds bounds,
        Origin origin,
        boolean enabled,
        Instant createdAt,
        @Nullable Instant lastLogInAt,
        long version) {}
