package io.tidemark.catalog.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything about a channel that its owner decides, but for the signing secret.
///
/// @param url        of a webhook; null for others
/// @param recipients of e-mail; empty for others
public record ChannelTerms(
        String name, ChannelKind kind, @Nullable String url, List<String> recipients) {
    public ChannelTerms {
        recipients = List.copyOf(recipients);
    }
}
