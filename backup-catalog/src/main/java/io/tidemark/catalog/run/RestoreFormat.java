package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// What a restore writes.
public enum RestoreFormat {
    QCOW2("qcow2"),
    RAW("raw");

    @EnumeratedValue
    private final String word;

    RestoreFormat(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static RestoreFormat of(String word) {
        for (RestoreFormat each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No RestoreFormat is written \"" + word + "\"");
    }
}
