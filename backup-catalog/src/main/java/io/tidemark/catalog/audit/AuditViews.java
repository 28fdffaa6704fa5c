package io.tidemark.catalog.audit;

import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The trail for screens and exports, straight from SQL.
@Component
public class AuditViews {
    private static final String SELECT = """
            select b.*, e.number end_number, coalesce(e.status, b.status) outcome,
                   coalesce(e.subject_type, b.subject_type) about_type, coalesce(e.subject_id, b.subject_id) about_id,
                   coalesce(e.change, b.change) changed
            from audit_entries b left join audit_entries e on e.begun_number = b.number""";

    private static final ListOrders<AuditedRequest> ORDERS = ListOrders.ofNumbered(
                    "audit", "b.number", AuditedRequest::number, "-at")
            .byTie("at");

    private final JdbcClient jdbc;

    AuditViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Requests, newest first unless told otherwise; they are sorted by `at`, which is the order of their numbers.
    public Page<AuditedRequest> page(AuditFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, SELECT)
                .where("b.phase <> 'ended'", Map.of())
                .where("b.caller_id = :caller or b.caller_name = :caller", "caller", filter.caller())
                .where("b.operation = :operation", "operation", filter.operation())
                // A thing that is created has its id only when it is there: in the entry that ends the request.
                .where("""
                        b.number in (select coalesce(s.begun_number, s.number) from audit_entries s
                                     where s.subject_id = :subject)""", "subject", filter.subject())
                .where("b.at >= :from", "from", filter.from())
                .where("b.at < :to", "to", filter.to())
                .page(request, AuditViews::row);
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
