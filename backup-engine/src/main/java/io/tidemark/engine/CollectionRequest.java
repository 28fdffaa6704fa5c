package io.tidemark.engine;

import io.tidemark.repository.collection.CollectOptions;
import java.util.Objects;

/// How to collect a repository.
///
/// @param dryRun  only tell what would be deleted
public record CollectionRequest(CollectOptions options, boolean dryRun) {
    public CollectionRequest {
        Objects.requireNonNull(options, "options");
    }
}
