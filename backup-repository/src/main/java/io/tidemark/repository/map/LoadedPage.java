package io.tidemark.repository.map;

import io.tidemark.repository.error.RepositoryException;

/// What came of loading a page: damage is a result, because what lies beside it can still be read.
sealed interface LoadedPage {
    record Intact(MapPage page) implements LoadedPage {}

    record Damaged(RepositoryException cause) implements LoadedPage {}
}
