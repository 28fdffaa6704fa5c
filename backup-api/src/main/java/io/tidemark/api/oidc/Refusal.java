package io.tidemark.api.oidc;

import java.util.Locale;

/// Why somebody with an account is not let in. The dashboard's page for logging in is told it in its address.
enum Refusal {
    /// No value of the role claim gives a role.
    ROLE_MISSING,
    /// The bounds claim is missing or names no labels.
    BOUNDS_MISSING,
    /// An admin has shut the user out.
    USER_DISABLED,
    /// The provider did not say who it is, since the scope has no `openid`.
    NOT_OPENID,
    /// The provider did not answer.
    PROVIDER_UNREACHABLE,
    /// What the provider said does not hold, or the log-in was not begun here or took too long.
    FAILED;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
