package io.tidemark.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// What to back up.
///
/// @param machine  the machine's name; points are found again by it
/// @param disks  its disks; all of them go into one point
/// @param mode  how to read them
/// @param roots  the directories whose images may be read
public record BackupRequest(String machine, List<DiskImage> disks, RequestedMode mode, ImageRoots roots) {
    private static final int MAX_NAME_BYTES = 4096;

    public BackupRequest {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(roots, "roots");
        disks = List.copyOf(disks);
        if (machine.isBlank()) {
            throw new IllegalArgumentException("A machine's name must not be blank.");
        }
        requireName(machine, "machine's");
        disks.forEach(disk -> requireName(disk.name(), "disk's"));
        if (disks.isEmpty()) {
            throw new IllegalArgumentException("Machine " + machine + " has no disks to back up.");
        }
    }

    /// What a manifest has room for, and what fits into one line of a list.
    private static void requireName(String name, String whose) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("A " + whose + " name has at most " + MAX_NAME_BYTES + " bytes.");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A " + whose + " name has no line breaks, tabs or other control characters.");
        }
    }
}
