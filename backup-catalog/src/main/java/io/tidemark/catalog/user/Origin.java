package io.tidemark.catalog.user;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where a user proves who it is.
public enum Origin {
    /// Here, by a password.
    PASSWORD,
    /// With an OpenID provider, which also says the role at each log-in.
    OIDC;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
