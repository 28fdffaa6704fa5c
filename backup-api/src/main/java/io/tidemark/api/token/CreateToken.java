package io.tidemark.api.token;

import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Role;
import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.Name;
import io.tidemark.api.problem.ProblemType;
import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.token.TokenTerms;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An API token to make. It may do no more than whoever makes it.
///
/// @param role  what it may do; the maker's own role when absent
/// @param bounds  labels that a machine must have for the token to see it, besides those that bound the maker; none
///     when absent
/// @param expiresAt  from when on it opens nothing; never when absent
@Audited
record CreateToken(
        @NotNull @Name String name,
        @Nullable Role role,
        @Nullable Map<@NotNull String, @NotNull String> bounds,
        @Nullable Instant expiresAt) {

    TokenTerms terms(Caller maker) {
        if (maker.means() == Caller.Means.TOKEN && !maker.may(Permission.ADMINISTER)) {
            throw ProblemType.FORBIDDEN.because(
                    "A token makes others only when it may do everything. Log in to make a token of your own.");
        }
        Role wanted = Objects.requireNonNullElse(role, maker.role());
        if (!maker.role().covers(wanted)) {
            throw ProblemType.FORBIDDEN.because("A token cannot be given role " + wanted.word()
                    + ", which may do more than role " + maker.role().word() + " of whoever makes it.");
        }
        Bounds asked = bounds == null ? Bounds.NONE : Bounds.of(bounds);
        return new TokenTerms(name, wanted.word(), asked.and(maker.bounds()), expiresAt, maker.user());
    }
}
