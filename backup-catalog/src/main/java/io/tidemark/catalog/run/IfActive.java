package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;

/// What becomes of an order whose place another run has.
public enum IfActive {
    /// It is refused, naming that run.
    REFUSE("refuse"),
    /// That run is the answer, whatever its options are.
    JOIN("join");

    private final String word;

    IfActive(String word) {
        this.word = word;
    }

    /// How it is written on the wire.
    @JsonValue
    public String word() {
        return word;
    }
}
