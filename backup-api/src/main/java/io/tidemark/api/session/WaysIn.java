package io.tidemark.api.session;

import java.util.List;

/// How one can log in.
///
/// @param password  whether some user has a password
/// @param providers  where one can log in with an account of elsewhere
/// @param loggedIn  whether the request carries the cookie of somebody who is logged in
record WaysIn(boolean password, List<Provider> providers, boolean loggedIn) {
    WaysIn {
        providers = List.copyOf(providers);
    }

    /// An OpenID provider.
    ///
    /// @param name  what people call it
    /// @param path  where a browser is sent to log in with it
    record Provider(String name, String path) {}
}
