package io.tidemark.api.session;

import java.util.List;

/// How one can log in.
///
/// @param password  whether some user has a password
/// @param providers  where one can log in with an account of elsewhere
record WaysIn(boolean password, List<Provider> providers) {
    WaysIn {
        providers = List.copyOf(providers);
    }

    /// An OpenID provider.
    ///
    /// @param name  what people call it
    /// @param path  where a browser is sent to log in with it
    record Provider(String name, String path) {}
}
