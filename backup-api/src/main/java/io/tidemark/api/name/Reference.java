package io.tidemark.api.name;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Another resource, named so that a reader needs no second request to show it.
///
/// @param id  the resource's id; null when the server no longer knows the resource
/// @param name  its name
public record Reference(@Nullable UUID id, String name) {}
