package io.tidemark.catalog.schedule;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// What becomes of fire times that passed while no worker of the pool was there.
public enum MissedRun {
    /// They are made good by one run when a worker is there again, however many they were.
    ONCE("once"),
    /// They are left out; the next fire time counts.
    SKIP("skip");

    @EnumeratedValue
    private final String word;

    MissedRun(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static MissedRun of(String word) {
        for (MissedRun each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No MissedRun is written \"" + word + "\"");
    }
}
