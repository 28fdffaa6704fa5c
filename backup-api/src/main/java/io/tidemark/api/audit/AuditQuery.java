package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditFilter;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which requests are asked for.
///
/// @param caller  only those of the caller with this id or name
/// @param operation  only those of this operation, such as `createMachine`
/// @param subject  only those about the thing with this id
/// @param from  only those not before this instant
/// @param to  only those before this instant
record AuditQuery(
        @Nullable @Size(min = 1, max = 200) String caller,
        @Nullable @Size(min = 1, max = 100) String operation,
        @Nullable @Size(min = 1, max = 200) String subject,
        @Nullable Instant from,
        @Nullable Instant to) {

    io.tidemark.catalog.audit.AuditFilter filter() {
        return new AuditFilter(caller, operation, subject, from, to);
    }
}
