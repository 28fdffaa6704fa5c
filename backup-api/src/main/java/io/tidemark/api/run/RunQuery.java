package io.tidemark.api.run;

import io.tidemark.api.name.Name;
import io.tidemark.api.page.Moment;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.run.RunFilter;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which runs are asked for.
///
/// @param machine  only runs of this machine
/// @param repository  only runs with this repository
/// @param policy  only runs that this policy started
/// @param pool  only runs of this pool
/// @param state  only runs in this state
/// @param kind  only runs of this kind
/// @param retryOf  only the line of retries that begins with this run, itself included
/// @param from  only runs created at this instant or later
/// @param to  only runs created before this instant
/// @param sort  `createdAt`, or `-createdAt` for the newest first; `-createdAt` when absent
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record RunQuery(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable UUID policy,
        @Nullable @Name String pool,
        @Nullable RunState state,
        @Nullable RunKind kind,
        @Nullable UUID retryOf,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable @Size(max = 40) String sort,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    RunFilter filter() {
        return new RunFilter(
                machine,
                repository,
                policy,
                pool,
                state,
                kind,
                retryOf,
                Moment.within("from", from),
                Moment.within("to", to));
    }

    PageRequest page() {
        return new PageRequest(sort, cursor, limit);
    }
}
