package io.tidemark.catalog.notification;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which deliveries a list shows; null: no matter.
public record DeliveryFilter(
        @Nullable UUID channel,
        @Nullable UUID rule,
        @Nullable UUID run,
        @Nullable DeliveryState state) {}
