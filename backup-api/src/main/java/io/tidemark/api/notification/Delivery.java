package io.tidemark.api.notification;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.notification.DeliveryState;
import io.tidemark.catalog.notification.DeliveryView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A notification on its way, or what became of it.
///
/// @param rule  null for a test
/// @param run  of which it tells; null for others
/// @param event  `run`, `digest` or `test`
/// @param attempts  how often it was sent
/// @param nextAttempt  when it is sent next at the latest; null when it is over
/// @param error  what was wrong with the last attempt that failed
record Delivery(
        UUID id,
        Reference channel,
        @Nullable Reference rule,
        @Nullable UUID run,
        String event,
        String subject,
        DeliveryState state,
        int attempts,
        @Nullable Instant nextAttempt,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    static Delivery of(DeliveryView delivery) {
        return new Delivery(
                delivery.id(),
                new Reference(delivery.channel(), delivery.channelName()),
                delivery.ruleName() == null ? null : new Reference(delivery.rule(), delivery.ruleName()),
                delivery.run(),
                delivery.event(),
                delivery.subject(),
                delivery.state(),
                delivery.attempts(),
                delivery.dueAt(),
                delivery.createdAt(),
                delivery.finishedAt(),
                delivery.error());
    }
}
