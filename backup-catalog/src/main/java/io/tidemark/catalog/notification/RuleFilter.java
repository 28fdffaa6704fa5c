package io.tidemark.catalog.notification;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which rules a list shows; null means all.
///
/// @param name    rules whose name contains it, in whatever case
/// @param channel rules that tell this channel
public record RuleFilter(
        @Nullable String name,
        @Nullable UUID channel,
        @Nullable Boolean enabled) {}
