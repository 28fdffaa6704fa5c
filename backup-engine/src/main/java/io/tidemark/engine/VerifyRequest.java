package io.tidemark.engine;

import io.tidemark.repository.point.PointId;
import org.jspecify.annotations.Nullable;

/// What to verify.
///
/// @param point  the point, or null for every point of the repository
/// @param samplePercent  how much of the content to read back, above 0 and up to 100; below 100 chunks are
///     chosen at random
public record VerifyRequest(@Nullable PointId point, double samplePercent) {
    /// All of the content.
    public static final double EVERYTHING = 100;

    public VerifyRequest {
        if (!(samplePercent > 0 && samplePercent <= EVERYTHING)) {
            throw new IllegalArgumentException(
                    "The sample must be above 0 and at most 100 percent, but is " + samplePercent + ".");
        }
    }
}
