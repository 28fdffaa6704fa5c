package io.tidemark.repository.sealing;

import io.tidemark.repository.error.RepositoryException;
import java.util.List;
import java.util.Map;

/// What lies under `keys/`.
///
/// @param intact  oldest first
/// @param damaged  why others cannot be read, by their names in the store
public record KeyListing(List<RepositoryKey> intact, Map<String, RepositoryException> damaged) {

    public KeyListing {
        intact = List.copyOf(intact);
        damaged = Map.copyOf(damaged);
    }
}
