package io.tidemark.catalog.audit;

import com.fasterxml.jackson.annotation.JsonValue;

/// What an entry says about its request.
public enum AuditPhase {
    /// It is about to make a change. Without an entry that ends it, the server died meanwhile: the change
    /// may have been made.
    BEGUN("begun"),
    /// How a request ended that had begun.
    ENDED("ended"),
    /// All there is to say of it at once: it was refused before it could change anything, or was a log-in.
    SINGLE("single");

    private final String word;

    AuditPhase(String word) {
        this.word = word;
    }

    /// How it is written in the catalog, in hashes and on the wire.
    @JsonValue
    public String word() {
        return word;
    }
}
