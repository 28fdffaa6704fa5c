package io.tidemark.catalog.audit;

import org.jspecify.annotations.Nullable;

/// Who asked.
///
/// @param kind `token`, `user` and the like
/// @param id   which one; null where a name is all that is known, as of a log-in that failed
/// @param name as it was at that moment
public record AuditCaller(String kind, @Nullable String id, String name) {}
