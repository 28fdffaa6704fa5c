package io.tidemark.repository.point;

import io.tidemark.repository.map.MapRoot;
import io.tidemark.repository.map.MapShape;

/// One disk of a point.
///
/// @param virtualSize  bytes the guest sees
/// @param root  of the map that describes its whole content
/// @param newChunks  chunks that this point brought into the repository
/// @param storedBytes  what they take there, compressed
/// @param description  what the backup knew of it
public record PointDisk(long virtualSize, MapRoot root, long newChunks, long storedBytes, DiskDescription description) {

    public PointDisk {
        if (virtualSize < 0 || virtualSize > MapShape.MAX_VIRTUAL_SIZE || newChunks < 0 || storedBytes < 0) {
            throw new IllegalArgumentException("Disk " + description.name() + ": virtual size " + virtualSize + ", "
                    + newChunks + " new chunks, " + storedBytes + " stored bytes");
        }
    }

    /// The disk's name in its machine.
    public String name() {
        return description.name();
    }
}
