package io.tidemark.catalog;

import java.time.Instant;
import java.util.UUID;

/// Names a repository's entry in the catalog (not the id that the bucket holds) for good.
public record RepositoryEntryId(UUID id) {
    public static RepositoryEntryId next(Instant now) {
        return new RepositoryEntryId(TimeOrderedId.next(now));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
