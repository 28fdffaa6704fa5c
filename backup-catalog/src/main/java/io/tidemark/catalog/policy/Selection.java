package io.tidemark.catalog.policy;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import java.util.Set;

/// The machines that a policy covers: those it names and those that carry its labels.
///
/// @param machines by name
/// @param labels   machines that have all of these; none where there is no label
public record Selection(Set<MachineId> machines, Labels labels) {
    public Selection {
        machines = Set.copyOf(machines);
    }
}
