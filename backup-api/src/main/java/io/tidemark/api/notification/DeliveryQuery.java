package io.tidemark.api.notification;

import io.tidemark.catalog.notification.DeliveryFilter;
import io.tidemark.catalog.notification.DeliveryState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which deliveries are asked for.
///
/// @param channel  only those to this channel
/// @param rule  only those that this rule asked for
/// @param run  only those that tell of this run
/// @param state  only those in this state
record DeliveryQuery(
        @Nullable UUID channel,
        @Nullable UUID rule,
        @Nullable UUID run,
        @Nullable DeliveryState state) {

    DeliveryFilter filter() {
        return new DeliveryFilter(channel, rule, run, state);
    }
}
