package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One entry as it is chained.
///
/// @param phase  `begun`, `ended` or `single`
/// @param begunNumber  which entry this one ends
/// @param hash  SHA-256 over the entry and the hash before, in lower-case hexadecimal
record AuditEntryView(
        long number,
        Instant at,
        String phase,
        @Nullable Long begunNumber,
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
        @Nullable String change,
        String hash) {

    static AuditEntryView of(AuditEntry entry) {
        return new AuditEntryView(
                entry.number(),
                entry.at(),
                entry.phase(),
                entry.begunNumber(),
                entry.requestId(),
                entry.operation(),
                entry.request(),
                entry.subjectType(),
                entry.subjectId(),
                entry.callerKind(),
                entry.callerId(),
                entry.callerName(),
                entry.address(),
                entry.status(),
                entry.change(),
                entry.hash());
    }
}
