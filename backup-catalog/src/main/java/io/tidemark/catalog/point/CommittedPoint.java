package io.tidemark.catalog.point;

import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A point whose manifest is in the bucket.
///
/// @param machineName as the manifest names it
/// @param run         the run that made it; null when it was found in the bucket
public record CommittedPoint(
        UUID id,
        RepositoryEntryId repository,
        String machineName,
        @Nullable RunId run,
        Instant createdAt,
        List<PointView.Disk> disks) {
    public CommittedPoint {
        disks = List.copyOf(disks);
    }
}
