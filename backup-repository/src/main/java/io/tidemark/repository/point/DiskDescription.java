package io.tidemark.repository.point;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backup knows about a disk besides its content; kept in the point and never interpreted by the repository.
///
/// @param name  the disk's name in its machine, as given to `PointWriter.disk`
/// @param sourcePath  the active image's resolved path
/// @param sourceFormat  its format
/// @param markGranularity  bytes per bit of the mark that was stored for this point, 0 when there is none
/// @param backing  the images below the active one, nearest first
/// @param mode  how the disk was read: `full`, `bitmap` or `compare`
/// @param requestedMode  how it was asked to be read: `auto`, `full` or `compare`
/// @param reason  why this mode, for people
/// @param basePoint  the point that this one was made from, if any
/// @param changedBytes  what the mark, or the comparison, found to have changed
/// @param readBytes  what was read of the disk
public record DiskDescription(
        String name,
        String sourcePath,
        String sourceFormat,
        long markGranularity,
        List<BackingIdentity> backing,
        String mode,
        String requestedMode,
        String reason,
        @Nullable PointId basePoint,
        long changedBytes,
        long readBytes) {

    /// More backing images than any chain that QEMU opens.
    public static final int MAX_BACKING = 1024;

    public DiskDescription {
        backing = List.copyOf(backing);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A disk has a name");
        }
        PointText.require(name, "a disk's name");
        PointText.require(sourcePath, "an image's path");
        PointText.require(sourceFormat, "an image's format");
        PointText.require(mode, "a mode");
        PointText.require(requestedMode, "a requested mode");
        PointText.require(reason, "a reason");
        if (markGranularity < 0 || changedBytes < 0 || readBytes < 0 || backing.size() > MAX_BACKING) {
            throw new IllegalArgumentException("Disk " + name + ": granularity " + markGranularity + ", changed "
                    + changedBytes + " and read " + readBytes + " bytes, " + backing.size() + " backing images");
        }
    }
}
