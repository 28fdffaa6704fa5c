package io.tidemark.catalog.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token as screens show it, without its secret.
public record TokenView(
        UUID id,
        String name,
        String role,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
