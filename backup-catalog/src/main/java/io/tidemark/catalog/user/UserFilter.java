package io.tidemark.catalog.user;

import org.jspecify.annotations.Nullable;

/// Which users a list shows; null means all.
///
/// @param name users whose name contains it, in whatever case
/// @param role the word of a role, as the API knows them
public record UserFilter(
        @Nullable String name,
        @Nullable String role,
        @Nullable Origin origin,
        @Nullable Boolean enabled) {
    public static final UserFilter ALL = new UserFilter(null, null, null, null);
}
