package io.tidemark.repository.verification;

/// Something that is not as it was stored.
///
/// @param object  the object's key
/// @param offset  where in it
/// @param reason  what was expected and found
public record Fault(String object, long offset, String reason) {}
