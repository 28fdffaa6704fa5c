package io.tidemark.catalog.pool;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An image file of a pool as screens show it.
///
/// @param bytes  length of the file
/// @param workers  who sees it, by name
/// @param machineId  the machine of the pool that has it as a disk; null: none has
public record ListedImage(
        String path,
        long bytes,
        Instant modifiedAt,
        List<String> workers,
        @Nullable UUID machineId,
        @Nullable String machineName) {
    public ListedImage {
        workers = List.copyOf(workers);
    }
}
