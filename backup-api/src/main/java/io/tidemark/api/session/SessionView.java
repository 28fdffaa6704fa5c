package io.tidemark.api.session;

import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/// Who sends a request.
///
/// @param name  the token's name, or the user's
/// @param role  what it may do
/// @param permissions  the same in single words
/// @param bounds  labels that a machine must have for the caller to see it; empty for every machine
/// @param means  how it shows who it is
/// @param csrf  what a request that changes anything has to carry; null for a bearer token, which needs nothing
/// @param endsAt  when the session ends at the latest; null for a bearer token
/// @param serverVersion  version of this server
record SessionView(
        String name,
        Role role,
        List<Permission> permissions,
        Map<String, String> bounds,
        Caller.Means means,
        @Nullable Csrf csrf,
        @Nullable Instant endsAt,
        String serverVersion) {

    static SessionView of(Caller caller, @Nullable CsrfToken csrf, @Nullable Instant endsAt, String serverVersion) {
        return new SessionView(
                caller.name(),
                caller.role(),
                caller.permissions(),
                caller.bounds().labels(),
                caller.means(),
                csrf == null ? null : new Csrf(csrf.getHeaderName(), csrf.getToken()),
                endsAt,
                serverVersion);
    }

    /// @param header  the header that carries it
    /// @param token  what it is; the same for the whole session
    record Csrf(String header, String token) {}
}
