package io.tidemark.api.notification;

import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.notification.ChannelFilter;
import io.tidemark.catalog.notification.ChannelKind;
import org.jspecify.annotations.Nullable;

/// Which channels are asked for.
///
/// @param name  only channels whose name contains this, in whatever case
/// @param kind  only channels of this kind
record ChannelQuery(
        @Nullable @PartOfName String name, @Nullable ChannelKind kind) {

    ChannelFilter filter() {
        return new ChannelFilter(name, kind);
    }
}
