package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditHead;
import io.tidemark.catalog.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Writes the head of the audit trail to the log when the server starts: logs are kept where whoever
/// changes the database need not reach.
@Component
class LoggedHead {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedHead.class);

    private final AuditTrail trail;

    LoggedHead(AuditTrail trail) {
        this.trail = trail;
    }

    @EventListener(ApplicationReadyEvent.class)
    void log() {
        AuditHead head = trail.head();
        LOG.info("The audit trail has {} entries; hash {}", head.number(), head.hash());
    }
}
