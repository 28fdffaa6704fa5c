package io.tidemark.catalog.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a pool has to do, and who does it.
///
/// @param queued runs that wait
/// @param running runs that workers have
/// @param waitingSince when the oldest of those that wait was queued; null: none waits
/// @param workers workers that have shown themselves lately
/// @param lost runs that were given up in the last 24 hours, because their workers died
public record PoolLoad(
        String pool, long queued, long running, @Nullable Instant waitingSince, long workers, long lost) {}
