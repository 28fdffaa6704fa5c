package io.tidemark.api.session;

/// Whose token a request carries.
///
/// @param name  the token's name
/// @param role  what it may do
/// @param serverVersion  version of this server
record SessionView(String name, String role, String serverVersion) {}
