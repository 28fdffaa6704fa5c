package io.tidemark.catalog.audit;

import io.tidemark.catalog.Cursor;
import io.tidemark.catalog.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The trail for screens and exports, straight from SQL.
@Component
public class AuditViews {
    private final JdbcClient jdbc;

    AuditViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Requests, newest first.
    public Page<AuditedRequest> page(AuditFilter filter, @Nullable String cursor, @Nullable Integer limit) {
        Cursor.BelowNumber below = Cursor.belowNumber(cursor);
        int size = Page.limit(limit);
        List<String> conditions = new ArrayList<>(List.of("b.phase <> 'ended'"));
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (below != null) {
            conditions.add("b.number < :below");
            parameters.put("below", below.number());
        }
        if (filter.caller() != null) {
            conditions.add("(b.caller_id = :caller or b.caller_name = :caller)");
            parameters.put("caller", filter.caller());
        }
        if (filter.operation() != null) {
            conditions.add("b.operation = :operation");
            parameters.put("operation", filter.operation());
        }
        if (filter.subject() != null) {
            // A thing that is created has its id only when it is there: in the entry that ends the request.
            conditions.add("""
                    b.number in (select coalesce(s.begun_number, s.number) from audit_entries s
                                 where s.subject_id = :subject)""");
            parameters.put("subject", filter.subject());
        }
        if (filter.from() != null) {
            conditions.add("b.at >= :from");
            parameters.put("from", Timestamp.from(filter.from()));
        }
        if (filter.to() != null) {
            conditions.add("b.at < :to");
            parameters.put("to", Timestamp.from(filter.to()));
        }
        List<AuditedRequest> rows = jdbc.sql("""
                        select b.*, e.number end_number, coalesce(e.status, b.status) outcome,
                               coalesce(e.subject_type, b.subject_type) about_type,
                               coalesce(e.subject_id, b.subject_id) about_id,
                               coalesce(e.change, b.change) changed
                        from audit_entries b left join audit_entries e on e.begun_number = b.number
                        where %s order by b.number desc limit :size""".formatted(String.join(" and ", conditions)))
                .params(parameters)
                .param("size", size + 1)
                .query(AuditViews::row)
                .list();
        return Page.of(rows, size, request -> new Cursor.BelowNumber(request.number()));
    }

    /// Entries as they are chained, oldest first.
    ///
    /// @param after the number of the last entry that the caller has; 0 to begin
    public List<AuditEntry> entries(long after, int limit) {
        return jdbc.sql("select " + AuditEntry.COLUMNS + " from audit_entries where number > ? order by number limit ?")
                .params(after, limit)
                .query(AuditEntry::row)
                .list();
    }

    private static AuditedRequest row(ResultSet row, int number) throws SQLException {
        return new AuditedRequest(
                row.getLong("number"),
                row.getObject("end_number", Long.class),
                row.getTimestamp("at").toInstant(),
                row.getString("request_id"),
                row.getString("operation"),
                row.getString("request"),
                row.getString("about_type"),
                row.getString("about_id"),
                row.getString("caller_kind"),
                row.getString("caller_id"),
                row.getString("caller_name"),
                row.getString("address"),
                row.getObject("outcome", Integer.class),
                row.getString("changed"));
    }
}
