package io.tidemark.repository.format;

import java.util.UUID;

/// Identifies a repository for ever, wherever it is copied to.
public record RepositoryId(UUID id) {

    /// A new one, at random.
    public static RepositoryId random() {
        return new RepositoryId(UUID.randomUUID());
    }

    /// The id that a text stands for.
    ///
    /// @param text  a UUID in its canonical form
    /// @throws IllegalArgumentException if it is not
    public static RepositoryId parse(String text) {
        return new RepositoryId(CanonicalUuid.parse(text));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
