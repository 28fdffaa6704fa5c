package io.tidemark.api.token;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How the first caller gets in.
///
/// @param initialToken  the token a server without any takes at its start; unset: it makes one and prints it once
@ConfigurationProperties("tidemark")
record FirstTokenProperties(@Nullable String initialToken) {
    @Override
    public String toString() {
        return "FirstTokenProperties[" + (initialToken == null ? "" : "…") + "]";
    }
}
