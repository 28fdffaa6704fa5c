package io.tidemark.api.machine;

import io.tidemark.catalog.machine.Protection;
import io.tidemark.catalog.machine.ProtectionState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How well a machine is protected. Of several policies that cover it, the one counts whose objective ends first.
///
/// @param newestPoint  when the newest point was made in the repository of that policy, or in any where no policy has
/// an
/// objective; null for none
/// @param ageSeconds  of that point; null for none
/// @param objectiveSeconds  how old it may be; null where no enabled policy that covers the machine has an objective
record ProtectionView(
        ProtectionState state,
        @Nullable Instant newestPoint,
        @Nullable Long ageSeconds,
        @Nullable Long objectiveSeconds) {
    static ProtectionView of(Protection protection) {
        return new ProtectionView(
                protection.state(),
                protection.newestPoint(),
                seconds(protection.age()),
                seconds(protection.objective()));
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
