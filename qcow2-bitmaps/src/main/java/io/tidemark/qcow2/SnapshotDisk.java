package io.tidemark.qcow2;

import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.guest.BackingChain;
import io.tidemark.qcow2.guest.ExtentCursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A disk as it was when an internal snapshot was made, on top of the images that are below the active one.
///
/// Offsets and lengths are guest bytes. Threads may share it. It dies with its image and costs up to 8 MiB of
/// L2 tables, which closing frees. Failures are those of reading an image (qcow2 specification, "Snapshots").
public final class SnapshotDisk implements Closeable {
    private final Snapshot snapshot;
    private final BackingChain disk;

    SnapshotDisk(Snapshot snapshot, BackingChain disk) {
        this.snapshot = snapshot;
        this.disk = disk;
    }

    /// Which snapshot it is.
    public Snapshot snapshot() {
        return snapshot;
    }

    /// Guest bytes of the disk then.
    public long virtualSize() {
        return disk.size();
    }

    /// The extents of a part of the disk.
    ///
    /// @throws IllegalArgumentException  when the part is not inside the disk
    public ExtentCursor extents(long offset, long length) {
        return disk.extents(offset, length);
    }

    /// Fills a buffer with guest bytes; what no image holds is zeros.
    ///
    /// @throws IllegalArgumentException  when the range is not inside the disk
    public void read(long guestOffset, ByteBuffer dst) throws IOException {
        disk.read(guestOffset, dst);
    }

    @Override
    public void close() {
        disk.close();
    }
}
