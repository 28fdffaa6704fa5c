package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/// Why a run was queued.
public enum RunTrigger {
    /// A schedule fired: that of a policy, or the one that repositories are read anew by.
    SCHEDULE("schedule"),
    /// A backup had made a point, and its policy says what to keep.
    BACKUP("backup"),
    /// A run before it did not get its work done.
    RETRY("retry"),
    /// Somebody asked for it.
    REQUEST("request");

    private final String word;

    RunTrigger(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    static RunTrigger of(String word) {
        return Arrays.stream(values())
                .filter(trigger -> trigger.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No trigger of runs is \"" + word + "\""));
    }
}
