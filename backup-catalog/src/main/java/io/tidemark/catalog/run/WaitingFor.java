package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// What a queued run waits for.
public enum WaitingFor {
    /// A worker of its pool with a free hand.
    WORKER("worker"),
    /// As many runs of its pool work as may.
    POOL_LIMIT("pool-limit"),
    /// As many runs with its repository work as may.
    REPOSITORY_LIMIT("repository-limit"),
    /// The hours in which its policy lets backups begin.
    WINDOW("window"),
    /// Its time: the jitter of its policy, or the delay before a retry.
    TIME("time");

    @EnumeratedValue
    private final String word;

    WaitingFor(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static WaitingFor of(String word) {
        for (WaitingFor each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No WaitingFor is written \"" + word + "\"");
    }
}
