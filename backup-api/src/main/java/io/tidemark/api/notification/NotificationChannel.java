package io.tidemark.api.notification;

import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.ChannelView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A channel, without its signing secret.
///
/// @param url  of a webhook's receiver; null for others
/// @param recipients  addresses of e-mail; empty for others
record NotificationChannel(
        UUID id, String name, ChannelKind kind, @Nullable String url, List<String> recipients, Instant createdAt) {
    NotificationChannel {
        recipients = List.copyOf(recipients);
    }

    static NotificationChannel of(ChannelView channel) {
        return new NotificationChannel(
                channel.id(), channel.name(), channel.kind(), channel.url(), channel.recipients(), channel.createdAt());
    }
}
