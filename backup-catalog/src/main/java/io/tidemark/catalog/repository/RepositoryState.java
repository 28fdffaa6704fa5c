package io.tidemark.catalog.repository;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// What the catalog knows about a repository.
public enum RepositoryState {
    /// No worker has opened it yet.
    NEW("new"),
    READY("ready"),
    /// The last attempt to open it failed; its run says why.
    FAILED("failed");

    @EnumeratedValue
    private final String word;

    RepositoryState(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static RepositoryState of(String word) {
        for (RepositoryState each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No RepositoryState is written \"" + word + "\"");
    }
}
