package io.tidemark.api.run;

import io.tidemark.catalog.run.RunFilter;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which runs are asked for.
///
/// @param machine  only runs of this machine
/// @param repository  only runs with this repository
/// @param state  only runs in this state
/// @param kind  only runs of this kind
/// @param retryOf  only the line of retries that begins with this run, itself included
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record RunQuery(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable RunState state,
        @Nullable RunKind kind,
        @Nullable UUID retryOf,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    RunFilter filter() {
        return new RunFilter(machine, repository, state, kind, retryOf);
    }
}
