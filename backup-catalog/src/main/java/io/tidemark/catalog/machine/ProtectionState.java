package io.tidemark.catalog.machine;

import com.fasterxml.jackson.annotation.JsonValue;

/// How well a machine is protected.
public enum ProtectionState {
    /// No objective of a policy that covers it is missed.
    PROTECTED("protected"),
    /// Its newest point in the repository of a policy that covers it is older than that policy's objective says, or
    /// there is none.
    LATE("late"),
    /// A policy covers it, but it has no point at all.
    NEVER("never"),
    /// No enabled policy covers it.
    UNCOVERED("uncovered");

    private final String word;

    ProtectionState(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static ProtectionState of(String word) {
        for (ProtectionState each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No ProtectionState is written \"" + word + "\"");
    }
}
