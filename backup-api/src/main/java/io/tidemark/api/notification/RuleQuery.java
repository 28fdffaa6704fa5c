package io.tidemark.api.notification;

import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.notification.RuleFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which rules are asked for.
///
/// @param name  only rules whose name contains this, in whatever case
/// @param channel  only rules that tell this channel
/// @param enabled  only rules that tell, or only those that do not
record RuleQuery(
        @Nullable @PartOfName String name,
        @Nullable UUID channel,
        @Nullable Boolean enabled) {

    RuleFilter filter() {
        return new RuleFilter(name, channel, enabled);
    }
}
