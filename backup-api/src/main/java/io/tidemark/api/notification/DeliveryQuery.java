package io.tidemark.api.notification;

import io.tidemark.catalog.notification.DeliveryFilter;
import io.tidemark.catalog.notification.DeliveryState;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which deliveries are asked for.
///
/// @param channel  only those to this channel
/// @param run  only those that tell of this run
/// @param state  only those in this state
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record DeliveryQuery(
        @Nullable UUID channel,
        @Nullable UUID run,
        @Nullable DeliveryState state,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    DeliveryFilter filter() {
        return new DeliveryFilter(channel, run, state);
    }
}
