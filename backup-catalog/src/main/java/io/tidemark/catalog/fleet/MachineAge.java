package io.tidemark.catalog.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How well a machine is protected.
///
/// @param lastPointAt when its newest point was made; null: it has none
public record MachineAge(
        String machine, String pool, @Nullable Instant lastPointAt) {}
