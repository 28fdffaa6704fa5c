package io.tidemark.api.user;

import io.tidemark.api.access.Role;
import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.user.Origin;
import io.tidemark.catalog.user.UserFilter;
import org.jspecify.annotations.Nullable;

/// Which users are asked for.
///
/// @param name  only users whose name contains this, in whatever case
/// @param role  only users of this role
/// @param origin  only users who log in so
/// @param enabled  only users who may log in, or only those who may not
record UserQuery(
        @Nullable @PartOfName String name,
        @Nullable Role role,
        @Nullable Origin origin,
        @Nullable Boolean enabled) {

    UserFilter filter() {
        return new UserFilter(name, role == null ? null : role.word(), origin, enabled);
    }
}
