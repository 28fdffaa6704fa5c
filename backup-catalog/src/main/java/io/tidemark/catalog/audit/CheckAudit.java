package io.tidemark.catalog.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads the whole trail, some entries at a time, and compares every hash with what the entries say.
/// Entries that are added meanwhile are left to the next check.
@Component
public class CheckAudit {
    private static final int AT_ONCE = 5000;

    private final JdbcClient jdbc;

    CheckAudit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Checks the trail from its beginning.
    ///
    /// @param kept a head that was kept elsewhere and must be in the trail; null if there is none
    public AuditCheck check(@Nullable AuditHead kept) {
        Ends ends = ends();
        byte[] before = AuditChain.BEGINNING;
        long number = 0;
        while (number < ends.head()) {
            List<AuditEntry> entries = after(number, Math.min(ends.head(), number + AT_ONCE));
            if (entries.isEmpty()) {
                return missing(number + 1);
            }
            for (AuditEntry entry : entries) {
                number++;
                if (entry.number() != number) {
                    return missing(number);
                }
                String expected = AuditChain.text(AuditChain.hash(before, entry));
                if (!entry.hash().equals(expected)) {
                    return new AuditCheck.Broken(
                            number,
                            expected,
                            entry.hash(),
                            "The hash does not fit what the entry says and the entry before it.");
                }
                if (kept != null && kept.number() == number && !kept.hash().equals(expected)) {
                    return new AuditCheck.Broken(
                            number, kept.hash(), expected, "The trail was written anew: this entry had another hash.");
                }
                before = AuditChain.bytes(expected);
            }
        }
        return atTheEnd(ends, AuditChain.text(before), kept);
    }

    private static AuditCheck atTheEnd(Ends ends, String last, @Nullable AuditHead kept) {
        if (ends.newest() > ends.head()) {
            return new AuditCheck.Broken(
                    ends.head() + 1, null, ends.newestHash(), "An entry was put behind the end of the trail.");
        }
        if (!ends.headHash().equals(last)) {
            return new AuditCheck.Broken(
                    ends.head(), ends.headHash(), last, "The last entry is not the one that was added last.");
        }
        if (kept != null && kept.number() > ends.head()) {
            return new AuditCheck.Broken(
                    ends.head() + 1, null, null, "The trail once reached to entry " + kept.number() + ".");
        }
        if (kept != null && kept.number() == 0 && !kept.hash().equals(AuditChain.text(AuditChain.BEGINNING))) {
            return new AuditCheck.Broken(
                    0, kept.hash(), AuditChain.text(AuditChain.BEGINNING), "No trail begins with this hash.");
        }
        return new AuditCheck.Intact(new AuditHead(ends.head(), last));
    }

    private static AuditCheck missing(long number) {
        return new AuditCheck.Broken(number, null, null, "The entry is missing.");
    }

    /// Head and newest entry at one moment: in one statement.
    private Ends ends() {
        return jdbc.sql("""
                        select h.number head, h.hash head_hash, e.number newest, e.hash newest_hash
                        from (select 1) one
                        left join audit_head h on true
                        left join (select number, hash from audit_entries order by number desc limit 1) e on true""")
                .query((row, n) -> {
                    byte[] head = Objects.requireNonNullElse(row.getBytes("head_hash"), AuditChain.BEGINNING);
                    byte[] newest = Objects.requireNonNullElse(row.getBytes("newest_hash"), AuditChain.BEGINNING);
                    return new Ends(
                            row.getLong("head"), AuditChain.text(head), row.getLong("newest"), AuditChain.text(newest));
                })
                .single();
    }

    private List<AuditEntry> after(long number, long last) {
        return jdbc.sql("select " + AuditEntry.COLUMNS
                        + " from audit_entries where number > ? and number <= ? order by number")
                .params(number, last)
                .query(AuditEntry::row)
                .list();
    }

    private record Ends(long head, String headHash, long newest, String newestHash) {}
}
