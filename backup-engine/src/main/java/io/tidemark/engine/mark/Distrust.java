package io.tidemark.engine.mark;

/// Why a mark is not trusted. The texts are recorded in points and shown to users, and are stable.
public enum Distrust {
    NO_MARK("image has no mark of this repository"),
    MARKS_INVALID("marks are invalid: the image was written by a program that does not keep them"),
    INCONSISTENT("mark is inconsistent: image was not closed cleanly"),
    UNREADABLE("marks cannot be read"),
    NOT_RECORDING("mark is not recording"),
    POINT_UNKNOWN("mark's point is not in this repository for this disk"),
    GRANULARITY("mark's granularity is not the one recorded"),
    SHRUNK("disk was made smaller"),
    CHAIN("backing chain is not the one recorded");

    private final String reason;

    Distrust(String reason) {
        this.reason = reason;
    }

    /// The stable text.
    public String reason() {
        return reason;
    }
}
