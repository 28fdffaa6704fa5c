package io.tidemark.api.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a run has come, in bytes.
///
/// @param totalBytes  virtual size of all disks
/// @param foundBytes  what has to be read
/// @param readBytes  what was read so far
/// @param storedBytes  what the repository did not have yet
/// @param uploadedBytes  everything that has left for the store, metadata included
/// @param bytesPerSecond  read, and where it was new sent to the store, over the last seconds; null unless the run is
/// running
/// @param estimatedEnd  when all will be done at this speed; null while that would be a guess
public record ProgressView(
        long totalBytes,
        long foundBytes,
        long readBytes,
        long storedBytes,
        long uploadedBytes,
        @Nullable Long bytesPerSecond,
        @Nullable Instant estimatedEnd) {
    static ProgressView of(
            io.tidemark.catalog.run.RunView.Progress progress, io.tidemark.catalog.run.RunView.@Nullable Pace pace) {
        return new ProgressView(
                progress.totalBytes(),
                progress.foundBytes(),
                progress.readBytes(),
                progress.storedBytes(),
                progress.uploadedBytes(),
                pace == null ? null : pace.bytesPerSecond(),
                pace == null ? null : pace.end());
    }
}
