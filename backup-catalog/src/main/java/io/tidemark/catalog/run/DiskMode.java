package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// How a disk was read.
public enum DiskMode {
    /// No earlier point: everything.
    FULL("full"),
    /// From a mark.
    BITMAP("bitmap"),
    /// Everything was read, only differences stored.
    COMPARE("compare");

    @EnumeratedValue
    private final String word;

    DiskMode(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static DiskMode of(String word) {
        for (DiskMode each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No DiskMode is written \"" + word + "\"");
    }
}
