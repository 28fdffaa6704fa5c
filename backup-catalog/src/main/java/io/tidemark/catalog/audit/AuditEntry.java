package io.tidemark.catalog.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One entry as it stands in the catalog, every word of it as it is found there, whoever wrote it.
///
/// @param begunNumber of an entry that ends another: which
/// @param hash        SHA-256, in lower-case hexadecimal
public record AuditEntry(
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

    static final String COLUMNS = """
            number, at, phase, begun_number, request_id, operation, request, subject_type, subject_id, caller_kind,
            caller_id, caller_name, address, status, change, hash""";

    static AuditEntry row(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("number"),
                row.getTimestamp("at").toInstant(),
                row.getString("phase"),
                row.getObject("begun_number", Long.class),
                row.getString("request_id"),
                row.getString("operation"),
                row.getString("request"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                row.getString("caller_kind"),
                row.getString("caller_id"),
                row.getString("caller_name"),
                row.getString("address"),
                row.getObject("status", Integer.class),
                row.getString("change"),
                AuditChain.text(row.getBytes("hash")));
    }
}
