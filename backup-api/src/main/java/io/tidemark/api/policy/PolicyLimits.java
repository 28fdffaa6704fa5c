package io.tidemark.api.policy;

import io.tidemark.catalog.policy.StoreCaps;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// What the runs of a policy may ask of the store, all of them on one worker together. The repository's own limits hold
/// besides: the tighter one counts.
///
/// @param requestsPerSecond  requests in a second, repeated attempts counted; null for no limit
/// @param bytesPerSecond  bytes in a second, up and down each; null for no limit
record PolicyLimits(
        @Nullable @Min(1) @Max(1_000_000) Integer requestsPerSecond,
        @Nullable @Min(65_536) Long bytesPerSecond) {

    /// The limits; null where there are none.
    static @Nullable PolicyLimits of(StoreCaps caps) {
        return caps.equals(StoreCaps.NONE)
                ? null
                : new PolicyLimits(
                        caps.requestsPerSecond() == 0 ? null : caps.requestsPerSecond(),
                        caps.bytesPerSecond() == 0 ? null : caps.bytesPerSecond());
    }

    StoreCaps caps() {
        return new StoreCaps(
                requestsPerSecond == null ? 0 : requestsPerSecond, bytesPerSecond == null ? 0 : bytesPerSecond);
    }
}
