package io.tidemark.engine;

import java.util.Locale;

/// How a disk should be read, as far as whoever asks for the backup cares.
public enum RequestedMode {
    /// From the mark where one can be trusted, else by comparing, else in full.
    AUTO,
    /// Everything is read and no earlier point is taken as base, although chunks already stored are not stored
    /// again.
    FULL,
    /// Everything is read and compared with the newest earlier point.
    COMPARE;

    /// The name in JSON, SQL and on the command line.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
