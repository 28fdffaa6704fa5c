package io.tidemark.catalog.machine;

import io.tidemark.catalog.Labels;
import java.util.List;

/// What may be changed about a machine.
///
/// @param disks one named as the machine has it already keeps its id
public record MachineTerms(String pool, List<Disk> disks, Labels labels) {
    public MachineTerms {
        disks = List.copyOf(disks);
    }
}
