package io.tidemark.api.machine;

import java.util.UUID;

/// One virtual disk of a machine.
///
/// @param imagePath  where the workers of the machine's pool find its image
record DiskView(UUID id, String name, String imagePath) {
    static DiskView of(io.tidemark.catalog.machine.MachineView.DiskView disk) {
        return new DiskView(disk.id(), disk.name(), disk.imagePath());
    }
}
