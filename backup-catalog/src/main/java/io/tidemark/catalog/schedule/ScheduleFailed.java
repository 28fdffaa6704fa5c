package io.tidemark.catalog.schedule;

import org.quartz.SchedulerException;

/// Quartz could not do what the catalog asked of it, because the database failed. The transaction around it is rolled
/// back.
public final class ScheduleFailed extends RuntimeException {
    ScheduleFailed(String what, SchedulerException cause) {
        super("Could not " + what + ": " + cause.getMessage(), cause);
    }
}
