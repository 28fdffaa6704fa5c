package io.tidemark.engine;

import io.tidemark.repository.point.PointId;
import io.tidemark.repository.verification.VerificationOptions.Level;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What to verify.
///
/// @param point  the point, or null for every point of the repository
/// @param level  what to look at
/// @param samplePercent  how many of the stored chunks to read back in a sample, above 0 and up to 100
/// @param timeBudget  how long a sample may take, or null
public record VerifyRequest(
        @Nullable PointId point,
        Level level,
        double samplePercent,
        @Nullable Duration timeBudget) {
    /// All of the content.
    public static final double EVERYTHING = 100;

    public VerifyRequest {
        Objects.requireNonNull(level, "level");
        if (!(samplePercent > 0 && samplePercent <= EVERYTHING)) {
            throw new IllegalArgumentException(
                    "The sample must be above 0 and at most 100 percent, but is " + samplePercent + ".");
        }
        if (timeBudget != null && (timeBudget.isNegative() || timeBudget.isZero())) {
            throw new IllegalArgumentException("The time budget must be longer than nothing.");
        }
    }

    /// Everything, or a sample when less than 100 percent are asked for.
    public VerifyRequest(@Nullable PointId point, double samplePercent) {
        this(point, samplePercent < EVERYTHING ? Level.SAMPLE : Level.FULL, samplePercent, null);
    }
}
