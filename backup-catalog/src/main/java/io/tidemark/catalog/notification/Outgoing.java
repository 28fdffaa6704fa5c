package io.tidemark.catalog.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery that this process is to send now.
///
/// @param channel   null when it was removed meanwhile
/// @param attempt   1 for the first time
/// @param createdAt when there was something to tell
public record Outgoing(
        UUID id,
        @Nullable ChannelView channel,
        String event,
        String subject,
        String body,
        int attempt,
        Instant createdAt) {}
