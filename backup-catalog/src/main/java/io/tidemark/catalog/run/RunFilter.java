package io.tidemark.catalog.run;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which runs a list shows; null means all.
///
/// @param retryOf the line of retries that begins with this run, itself included
public record RunFilter(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable RunState state,
        @Nullable RunKind kind,
        @Nullable UUID retryOf) {
    public static final RunFilter ALL = new RunFilter(null, null, null, null, null);
}
