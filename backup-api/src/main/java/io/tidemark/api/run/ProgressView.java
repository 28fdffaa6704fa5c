package io.tidemark.api.run;

/// How far a run has come, in bytes.
///
/// @param totalBytes  virtual size of all disks
/// @param foundBytes  what has to be read
/// @param readBytes  what was read so far
/// @param storedBytes  what the repository did not have yet
/// @param uploadedBytes  everything put into the store, metadata included
public record ProgressView(long totalBytes, long foundBytes, long readBytes, long storedBytes, long uploadedBytes) {
    static ProgressView of(io.tidemark.catalog.run.RunView.Progress progress) {
        return new ProgressView(
                progress.totalBytes(),
                progress.foundBytes(),
                progress.readBytes(),
                progress.storedBytes(),
                progress.uploadedBytes());
    }
}
