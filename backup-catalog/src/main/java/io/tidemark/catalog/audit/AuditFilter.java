package io.tidemark.catalog.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which requests a list of the trail shows; null: no matter.
///
/// @param caller    id or name of who asked
/// @param operation as in the API's description
/// @param subject   id of what it was about
/// @param from      not before
/// @param to        before
public record AuditFilter(
        @Nullable String caller,
        @Nullable String operation,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant to) {}
