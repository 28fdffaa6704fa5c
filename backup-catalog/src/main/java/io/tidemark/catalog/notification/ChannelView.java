package io.tidemark.catalog.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A channel as screens show it: without its signing secret.
///
/// @param version grows with each change
public record ChannelView(
        UUID id,
        String name,
        ChannelKind kind,
        @Nullable String url,
        List<String> recipients,
        Instant createdAt,
        long version) {
    public ChannelView {
        recipients = List.copyOf(recipients);
    }
}
