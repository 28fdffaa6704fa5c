package io.tidemark.catalog.machine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How well a machine is protected. Of several policies that cover it, the one counts whose objective ends first.
///
/// @param newestPoint when the newest point in that policy's repository was made; where no policy has an objective, the
///                    newest in any repository; null for none
/// @param age         of that point; null for none
/// @param objective   how old it may be; null where no enabled policy that covers the machine says
public record Protection(
        ProtectionState state,
        @Nullable Instant newestPoint,
        @Nullable Duration age,
        @Nullable Duration objective) {}
