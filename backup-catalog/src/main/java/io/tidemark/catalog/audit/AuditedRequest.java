package io.tidemark.catalog.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request as lists show it: what is said before and after it in one.
///
/// @param number      of its first entry
/// @param endNumber   of the entry with its outcome, when that is another one
/// @param status      null when nothing was entered about its end: the server died, or is at it
public record AuditedRequest(
        long number,
        @Nullable Long endNumber,
        Instant at,
        String requestId,
        @Nullable String operation,
        @Nullable String request,
        @Nullable String subjectType,
        @Nullable String subjectId,
        @Nullable String callerKind,
        @Nullable String callerId,
        @Nullable String callerName,
        @Nullable String address,
        @Nullable Integer status,
        @Nullable String change) {}
