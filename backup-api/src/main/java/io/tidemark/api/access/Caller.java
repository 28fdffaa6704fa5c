package io.tidemark.api.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.api.problem.ProblemType;
import io.tidemark.catalog.Bounds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who sent a request: a token, or a user who logged in.
///
/// @param id  the token's id, or the user's
/// @param name  the token's name, or the user's
/// @param role  what it may do
/// @param bounds  the labels that a machine must have for this caller to see it
/// @param means  how the caller showed who it is
/// @param user  the user behind the request: the one who logged in, or who made the token; null for a token of nobody
public record Caller(
        UUID id,
        String name,
        Role role,
        Bounds bounds,
        Means means,
        @Nullable UUID user) {

    /// How a caller shows who it is.
    public enum Means {
        TOKEN,
        PASSWORD,
        OIDC;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether role and bounds let the caller do this at all.
    public boolean may(Permission permission) {
        return role.permits(permission) && (bounds.isNone() || permission.fitsWithinBounds());
    }

    /// All that the caller may do.
    public List<Permission> permissions() {
        return Arrays.stream(Permission.values()).filter(this::may).toList();
    }

    /// Whether it may be told of points: their ids, and what is in them.
    public boolean seesPoints() {
        return may(Permission.READ);
    }

    /// Whether it may be told of policies, which tell of machines out of bounds.
    public boolean seesPolicies() {
        return may(Permission.READ) && bounds.isNone();
    }

    /// Refuses a request whose body asks for more than its path did.
    ///
    /// @throws io.tidemark.api.problem.ProblemException `forbidden`
    public void require(Permission permission) {
        if (!role.permits(permission)) {
            throw ProblemType.FORBIDDEN.because("Role " + role.word() + " does not permit this.");
        }
        if (!may(permission)) {
            throw ProblemType.FORBIDDEN.because("This reaches beyond the labels to which the caller is bounded.");
        }
    }

    /// Refuses a request that concerns more than machines within bounds.
    ///
    /// @throws io.tidemark.api.problem.ProblemException `forbidden`
    public void requireNoBounds() {
        if (!bounds.isNone()) {
            throw ProblemType.FORBIDDEN.because("This reaches beyond the labels to which the caller is bounded.");
        }
    }
}
