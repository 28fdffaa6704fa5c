package io.tidemark.engine;

import io.tidemark.repository.point.PointId;
import org.jspecify.annotations.Nullable;

/// How one disk of a point was read, and what came of it.
///
/// @param disk  the disk's name
/// @param mode  how it was read
/// @param requestedMode  how it was asked to be read
/// @param reason  why it was read this way; stable words, sometimes with details after a colon
/// @param basePoint  the earlier point it was compared with or read relative to, or null
/// @param virtualBytes  bytes the guest sees
/// @param changedBytes  bytes that the mark, or the comparison, found changed
/// @param readBytes  bytes read of the disk, rechecks included
/// @param newChunks  chunks that the repository did not have yet
/// @param storedBytes  bytes of those chunks as stored
public record DiskReport(
        String disk,
        Mode mode,
        RequestedMode requestedMode,
        String reason,
        @Nullable PointId basePoint,
        long virtualBytes,
        long changedBytes,
        long readBytes,
        long newChunks,
        long storedBytes) {}
