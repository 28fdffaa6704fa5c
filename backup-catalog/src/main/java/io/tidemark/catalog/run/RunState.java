package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// How far a run is.
public enum RunState {
    /// Waits for a worker of its pool.
    QUEUED("queued"),
    RUNNING("running"),
    SUCCEEDED("succeeded"),
    /// Done, and something needs attention; the log says what.
    WARNING("warning"),
    FAILED("failed"),
    CANCELLED("cancelled"),
    /// Its worker died and nobody took the run up again.
    LOST("lost");

    @EnumeratedValue
    private final String word;

    RunState(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    /// Whether the run still holds its place: queued or running.
    public boolean active() {
        return this == QUEUED || this == RUNNING;
    }

    public static RunState of(String word) {
        for (RunState each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No RunState is written \"" + word + "\"");
    }
}
