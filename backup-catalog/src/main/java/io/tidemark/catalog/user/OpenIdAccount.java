package io.tidemark.catalog.user;

import io.tidemark.catalog.Bounds;
import java.util.List;

/// What an OpenID provider has just said of somebody.
///
/// @param issuer  the provider; with `subject` it names the account for good
/// @param names   what to call the user, best first; the last is sure to be free
/// @param role    what the provider's groups come to
public record OpenIdAccount(String issuer, String subject, List<String> names, String role, Bounds bounds) {
    public OpenIdAccount {
        names = List.copyOf(names);
    }
}
