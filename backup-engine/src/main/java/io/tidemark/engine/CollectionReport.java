package io.tidemark.engine;

import io.tidemark.repository.collection.CollectReport;
import java.util.List;

/// What a collection did, or would do.
///
/// @param warnings  what somebody should look at: refused deletions, a full store, another collection meanwhile
public record CollectionReport(CollectReport collected, List<String> warnings) {
    public CollectionReport {
        warnings = List.copyOf(warnings);
    }

    /// Done, or done with warnings.
    public ExitCode exitCode() {
        return warnings.isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
}
