package io.tidemark.repository.point;

import java.nio.charset.StandardCharsets;

/// The bound on every text of a manifest.
final class PointText {

    /// As long as the longest path of Linux.
    static final int MAX_BYTES = 4096;

    private PointText() {}

    static void require(String text, String what) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "Too long for " + what + ": more than " + MAX_BYTES + " bytes: " + text.substring(0, 60) + "…");
        }
    }
}
