package io.tidemark.api.access;

import java.util.UUID;

/// Who sent a request: the token it carried.
///
/// @param token  the token's id
/// @param name  the token's name
/// @param role  what it may do
public record Caller(UUID token, String name, Role role) {}
