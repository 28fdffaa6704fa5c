package io.tidemark.repository.point;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One committed instant of a machine, complete by itself.
///
/// @param machine  the machine's name, 1 to 4096 bytes
/// @param createdAt  the instant its content belongs to, by the worker's clock
/// @param disks  at least one, with different names
public record Point(PointId id, String machine, Instant createdAt, List<PointDisk> disks) {

    public static final int MAX_DISKS = 1024;

    public Point {
        disks = List.copyOf(disks);
        PointText.require(machine, "a machine's name");
        Set<String> names = new HashSet<>();
        if (machine.isEmpty() || disks.isEmpty() || disks.size() > MAX_DISKS) {
            throw new IllegalArgumentException(
                    "A point has a machine and 1 to " + MAX_DISKS + " disks, not " + disks.size());
        }
        for (PointDisk disk : disks) {
            if (!names.add(disk.name())) {
                throw new IllegalArgumentException("Point " + id + " has two disks named " + disk.name());
            }
        }
    }

    /// The disk with a name, if there is one.
    public Optional<PointDisk> disk(String name) {
        return disks.stream().filter(disk -> disk.name().equals(name)).findFirst();
    }
}
