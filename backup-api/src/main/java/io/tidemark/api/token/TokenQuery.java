package io.tidemark.api.token;

import io.tidemark.api.access.Role;
import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.token.TokenFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which tokens are asked for.
///
/// @param name  only tokens whose name contains this, in whatever case
/// @param role  only tokens of this role
/// @param owner  only tokens that this user made
/// @param expired  only tokens that have expired, or only those that have not
record TokenQuery(
        @Nullable @PartOfName String name,
        @Nullable Role role,
        @Nullable UUID owner,
        @Nullable Boolean expired) {

    /// @param only  whose tokens the caller sees; null for everybody's
    TokenFilter filter(@Nullable UUID only) {
        return new TokenFilter(name, role == null ? null : role.word(), only == null ? owner : only, expired);
    }
}
