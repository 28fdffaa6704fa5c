package io.tidemark.engine;

import java.util.Locale;

/// How a disk was actually read.
public enum Mode {
    /// Everything, as no earlier point was used.
    FULL,
    /// What a mark recorded as written since an earlier point.
    BITMAP,
    /// Everything, and only what differs from an earlier point was stored.
    COMPARE;

    /// The name in JSON, SQL and in a point's manifest.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
