package io.tidemark.api.user;

import io.tidemark.api.access.Role;
import io.tidemark.api.audit.Audited;
import io.tidemark.catalog.Bounds;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user may do from now on.
///
/// @param bounds  labels that a machine must have for the user to see it; every machine when absent
/// @param enabled  whether the user may log in; sessions and tokens of a disabled user open nothing
@Audited
record ChangeUser(
        @NotNull Role role,
        @Nullable Map<@NotNull String, @NotNull String> bounds,
        @NotNull Boolean enabled) {

    Bounds bounded() {
        return bounds == null ? Bounds.NONE : Bounds.of(bounds);
    }
}
