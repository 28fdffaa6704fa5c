package io.tidemark.catalog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/// What a run does.
public enum RunKind {
    BACKUP("backup"),
    RESTORE("restore"),
    VERIFY("verify"),
    /// Opens a repository, or initialises it, and takes its points into the catalog.
    CONNECT("connect"),
    /// Deletes the points of a machine that its policy's rules do not keep.
    RETENTION("retention"),
    /// Deletes what no point of a repository needs any more.
    COLLECTION("collection");

    @EnumeratedValue
    private final String word;

    RunKind(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static RunKind of(String word) {
        for (RunKind each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No RunKind is written \"" + word + "\"");
    }
}
