package io.tidemark.catalog.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A rule as screens show it.
///
/// @param nextDigest when it tells next which machines are out of objective; null for a rule about runs, and for one
///                   that is not enabled
/// @param version    grows with each change
public record RuleView(
        UUID id,
        RuleTerms terms,
        String channelName,
        @Nullable Instant nextDigest,
        Instant createdAt,
        long version) {}
