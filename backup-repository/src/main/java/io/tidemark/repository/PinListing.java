package io.tidemark.repository;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.Pin;
import java.util.List;

/// The pins of one point. It is pinned as long as there is one, be it damaged.
///
/// @param intact  oldest first
/// @param damaged  what is wrong with those that cannot be read
public record PinListing(List<Pin> intact, List<RepositoryException> damaged) {

    public PinListing {
        intact = List.copyOf(intact);
        damaged = List.copyOf(damaged);
    }

    /// Whether the point is protected.
    public boolean pinned() {
        return !intact.isEmpty() || !damaged.isEmpty();
    }
}
