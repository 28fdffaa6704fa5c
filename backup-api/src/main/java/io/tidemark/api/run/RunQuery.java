package io.tidemark.api.run;

import io.tidemark.api.name.Name;
import io.tidemark.catalog.run.RunFilter;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunTrigger;
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
/// @param trigger  only runs that were queued for this reason
/// @param retryOf  only the line of retries that begins with this run, itself included
/// @param from  only runs created at this instant or later
/// @param to  only runs created before this instant
record RunQuery(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable UUID policy,
        @Nullable @Name String pool,
        @Nullable RunState state,
        @Nullable RunKind kind,
        @Nullable RunTrigger trigger,
        @Nullable UUID retryOf,
        @Nullable Instant from,
        @Nullable Instant to) {

    RunFilter filter() {
        return new RunFilter(machine, repository, policy, pool, state, kind, trigger, retryOf, from, to);
    }
}
