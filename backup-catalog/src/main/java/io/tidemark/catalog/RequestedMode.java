package io.tidemark.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// How a backup was asked to read the disks.
public enum RequestedMode {
    /// From the mark when it can be trusted, else by comparison or in full.
    AUTO("auto"),
    FULL("full"),
    COMPARE("compare");

    @EnumeratedValue
    private final String word;

    RequestedMode(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static RequestedMode of(String word) {
        for (RequestedMode each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No RequestedMode is written \"" + word + "\"");
    }
}
