package io.tidemark.catalog.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery as screens show it.
///
/// @param channel  null when it was removed
/// @param rule     null for a test, and when it was removed
/// @param run      null unless it tells of a run that is still known
/// @param attempts how often it was sent
/// @param dueAt    when it is sent next, or given to another server if the one at it dies; null when it is over
/// @param error    what was wrong with the last attempt that failed
public record DeliveryView(
        UUID id,
        @Nullable UUID channel,
        String channelName,
        @Nullable UUID rule,
        @Nullable String ruleName,
        @Nullable UUID run,
        String event,
        String subject,
        DeliveryState state,
        int attempts,
        @Nullable Instant dueAt,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {}
