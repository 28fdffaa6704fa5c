package io.tidemark.catalog.notification;

import com.fasterxml.jackson.annotation.JsonValue;

/// How a run ended, as rules choose.
public enum NotifiedOutcome {
    FAILED("failed"),
    /// Done, and something needs attention.
    WARNING("warning"),
    /// Its worker died and nobody took it up.
    LOST("lost"),
    SUCCEEDED("succeeded"),
    /// Done, with or without a warning, and the one before it of its kind and machine had failed or was
    /// lost.
    RECOVERED("recovered");

    private final String word;

    NotifiedOutcome(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static NotifiedOutcome of(String word) {
        for (NotifiedOutcome each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No NotifiedOutcome is written \"" + word + "\"");
    }
}
