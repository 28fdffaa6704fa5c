package io.tidemark.catalog.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Adds entries to the trail, each in a transaction of its own whatever the caller is in: an entry stays
/// when the change it speaks of is rolled back, and no change holds up the entries of others. Writers of
/// all processes come one after the other, by the lock of the head's row, for as long as one takes to
/// commit.
@Component
public class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    /// How often the head goes to the log, where whoever changes the database does not reach it.
    private static final int LOGGED_EVERY = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A change is about to be made. When this fails, it must not be.
    ///
    /// @return the entry's number, for [#ended]
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public long begun(AuditEvent event) {
        return add(AuditPhase.BEGUN, null, event);
    }

    /// A request that had begun has ended, whether or not it changed anything.
    ///
    /// @param begun the number of the entry that began it
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void ended(long begun, AuditEvent event) {
        add(AuditPhase.ENDED, begun, event);
    }

    /// Something that made no change, or that is worth an entry without being a request.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void single(AuditEvent event) {
        add(AuditPhase.SINGLE, null, event);
    }

    /// The newest entry.
    @Transactional(readOnly = true)
    public AuditHead head() {
        return head("");
    }

    private long add(AuditPhase phase, @Nullable Long begun, AuditEvent event) {
        AuditHead before = head(" for update");
        AuditEntry entry = entry(before.number() + 1, phase, begun, event);
        byte[] hash = AuditChain.hash(AuditChain.bytes(before.hash()), entry);
        insert(entry, event.requestId(), hash);
        jdbc.sql("update audit_head set number = ?, hash = ?")
                .params(entry.number(), hash)
                .update();
        if (entry.number() % LOGGED_EVERY == 0) {
            LOG.info("The audit trail has {} entries; hash {}", entry.number(), AuditChain.text(hash));
        }
        return entry.number();
    }

    private AuditEntry entry(long number, AuditPhase phase, @Nullable Long begun, AuditEvent event) {
        AuditSubject subject = event.subject();
        AuditCaller caller = event.caller();
        return new AuditEntry(
                number,
                clock.instant(),
                phase.word(),
                begun,
                event.requestId().toString(),
                event.operation(),
                event.request(),
                subject == null ? null : subject.type(),
                subject == null ? null : subject.id(),
                caller == null ? null : caller.kind(),
                caller == null ? null : caller.id(),
                caller == null ? null : caller.name(),
                event.address(),
                event.status(),
                event.change(),
                "");
    }

    private void insert(AuditEntry entry, UUID requestId, byte[] hash) {
        jdbc.sql("insert into audit_entries (" + AuditEntry.COLUMNS + """
                        ) values (:number, :at, :phase, :begun, :requestId, :operation, :request, :subjectType, :subjectId,
                                :callerKind, :callerId, :callerName, :address, :status, :change, :hash)""")
                .param("number", entry.number())
                .param("at", Timestamp.from(entry.at()))
                .param("phase", entry.phase())
                .param("begun", entry.begunNumber())
                .param("requestId", requestId)
                .param("operation", entry.operation())
                .param("request", entry.request())
                .param("subjectType", entry.subjectType())
                .param("subjectId", entry.subjectId())
                .param("callerKind", entry.callerKind())
                .param("callerId", entry.callerId())
                .param("callerName", entry.callerName())
                .param("address", entry.address())
                .param("status", entry.status())
                .param("change", entry.change())
                .param("hash", hash)
                .update();
    }

    private AuditHead head(String lock) {
        return jdbc.sql("select number, hash from audit_head" + lock)
                .query((row, n) -> new AuditHead(row.getLong("number"), AuditChain.text(row.getBytes("hash"))))
                .single();
    }
}
