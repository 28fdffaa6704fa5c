package io.tidemark.engine;

import io.tidemark.repository.retention.RetentionRules;
import java.time.ZoneId;
import java.util.Objects;

/// Which points of a machine to delete.
///
/// @param machine  the machine's name
/// @param zone  whose hours, days, weeks, months and years the rules mean
/// @param execution  whether to delete, or only to tell what would be deleted
public record RetentionRequest(String machine, RetentionRules rules, ZoneId zone, Execution execution) {
    /// How far to go.
    public enum Execution {
        /// Judge, and delete what no rule keeps.
        DELETE,
        /// Judge only.
        DRY_RUN
    }

    public RetentionRequest {
        Objects.requireNonNull(rules, "rules");
        if (machine.isBlank()) {
            throw new IllegalArgumentException("The machine's name is blank.");
        }
    }
}
