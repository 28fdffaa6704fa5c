package io.tidemark.catalog.audit;

import org.jspecify.annotations.Nullable;

/// What it was about.
///
/// @param type as the glossary names it: `machine`, `policy`
/// @param id   which one; null for one that did not come into being
public record AuditSubject(String type, @Nullable String id) {}
