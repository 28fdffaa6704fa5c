package io.tidemark.api.pool;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.pool.ListedImage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image file that workers of a pool see.
///
/// @param path  what a disk's `imagePath` is to be
/// @param bytes  length of the file, not of the disk in it
/// @param workers  who sees it, by name
/// @param machine  whose disk it is already; null: nobody's
record ImageView(
        String path,
        long bytes,
        Instant modifiedAt,
        List<String> workers,
        @Nullable Reference machine) {
    ImageView {
        workers = List.copyOf(workers);
    }

    static ImageView of(ListedImage image) {
        return new ImageView(
                image.path(),
                image.bytes(),
                image.modifiedAt(),
                image.workers(),
                image.machineName() == null ? null : new Reference(image.machineId(), image.machineName()));
    }
}
