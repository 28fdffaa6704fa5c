package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditEvent;
import io.tidemark.catalog.audit.AuditTrail;
import org.springframework.stereotype.Component;

/// Enters what was refused to strangers into the audit trail, within a budget.
@Component
public class StrangersTrail {
    private final AuditTrail trail;
    private final EntryBudget budget = new EntryBudget();

    StrangersTrail(AuditTrail trail) {
        this.trail = trail;
    }

    /// Enters a request without a caller that was refused; beyond the budget it is counted only.
    public void refused(AuditEvent event) {
        long leftOut = budget.take();
        if (leftOut == 0) {
            trail.single(event);
        } else if (leftOut > 0) {
            trail.single(new AuditEvent(
                    event.requestId(),
                    event.operation(),
                    event.request(),
                    event.subject(),
                    null,
                    event.address(),
                    event.status(),
                    leftOut + " requests of strangers that were refused before are not in the trail"));
        }
    }
}
