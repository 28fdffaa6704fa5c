package io.tidemark.api.user;

import io.tidemark.api.access.Role;
import io.tidemark.api.audit.AuditedInPart;
import io.tidemark.api.name.Name;
import io.tidemark.catalog.Bounds;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user to make, who logs in with a password.
///
/// @param password  at least 12 characters; the user changes it by `PUT /session/password`
/// @param bounds  labels that a machine must have for the user to see it; every machine when absent
record CreateUser(
        @NotNull @Name String name,
        @NotNull @Size(max = 200) String password,
        @NotNull Role role,
        @Nullable Map<@NotNull String, @NotNull String> bounds)
        implements AuditedInPart {

    Bounds bounded() {
        return bounds == null ? Bounds.NONE : Bounds.of(bounds);
    }

    @Override
    public Object audited() {
        return new Told(name, role, bounds);
    }

    private record Told(String name, Role role, @Nullable Map<String, String> bounds) {
        Told {
            bounds = bounds == null ? null : Map.copyOf(bounds);
        }
    }

    @Override
    public String toString() {
        return "CreateUser[" + name + "]";
    }
}
