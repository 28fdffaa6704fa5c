package io.tidemark.catalog.notification;

import org.jspecify.annotations.Nullable;

/// Which channels a list shows; null means all.
///
/// @param name channels whose name contains it, in whatever case
public record ChannelFilter(@Nullable String name, @Nullable ChannelKind kind) {}
