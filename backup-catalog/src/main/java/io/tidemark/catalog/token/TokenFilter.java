package io.tidemark.catalog.token;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which tokens a list shows; null means all.
///
/// @param name    tokens whose name contains it, in whatever case
/// @param role    the word of a role, as the API knows them
/// @param owner   the user who made them
/// @param expired those that have expired, or those that have not
public record TokenFilter(
        @Nullable String name,
        @Nullable String role,
        @Nullable UUID owner,
        @Nullable Boolean expired) {
    public static final TokenFilter ALL = new TokenFilter(null, null, null, null);
}
