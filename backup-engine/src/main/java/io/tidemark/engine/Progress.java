package io.tidemark.engine;

/// How far a run has come. All figures are bytes. They never fall, except for one, and when a damaged base makes
/// the run start over.
///
/// @param totalBytes  virtual size of all disks of the run
/// @param foundBytes  bytes known so far to need reading
/// @param readBytes  bytes of disk content read; in a restore, how much of the disk is done, holes included
/// @param storedBytes  bytes of new chunks after compression (backup), bytes written (restore)
/// @param uploadedBytes  bytes that have left for the store, metadata included
/// @param waitingBytes  bytes of new chunks and of the map, compressed, that have not left yet: this one rises and
///     falls
public record Progress(
        long totalBytes, long foundBytes, long readBytes, long storedBytes, long uploadedBytes, long waitingBytes) {
    /// Nothing done yet.
    public static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0);
}
