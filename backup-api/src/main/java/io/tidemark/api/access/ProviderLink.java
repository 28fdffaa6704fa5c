package io.tidemark.api.access;

/// Where one can log in with an account of elsewhere.
///
/// @param name  what people call the provider
/// @param path  where a browser is sent
public record ProviderLink(String name, String path) {}
