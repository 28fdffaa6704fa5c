package io.tidemark.engine;

import java.util.List;
import java.util.Objects;

/// What to back up.
///
/// @param machine  the machine's name; points are found again by it
/// @param disks  its disks; all of them go into one point
/// @param mode  how to read them
/// @param roots  the directories whose images may be read
public record BackupRequest(String machine, List<DiskImage> disks, RequestedMode mode, ImageRoots roots) {
    public BackupRequest {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(roots, "roots");
        disks = List.copyOf(disks);
        if (machine.isBlank()) {
            throw new IllegalArgumentException("A machine's name must not be blank.");
        }
        if (disks.isEmpty()) {
            throw new IllegalArgumentException("Machine " + machine + " has no disks to back up.");
        }
    }
}
