package io.tidemark.catalog.machine;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.policy.Coverage;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes a machine out of the catalog and out of its policies. Its runs and points stay under its name: the bucket
/// still holds them.
@Component
public class RemoveMachine {
    private final Machines machines;
    private final ActiveRuns runs;
    private final Coverage coverage;

    RemoveMachine(Machines machines, ActiveRuns runs, Coverage coverage) {
        this.machines = machines;
        this.runs = runs;
        this.coverage = coverage;
    }

    /// Removes the machine, and silences policies in its pool that have no other there.
    ///
    /// @throws NotFound when there is no such machine
    /// @throws Conflict `machine-busy` while a run works on it
    @Transactional
    public void remove(MachineId id) {
        coverage.follow(id, () -> {
            runs.keepOut(id);
            Machine machine = machines.findById(id).orElseThrow(() -> new NotFound("machine", id.id()));
            runs.requireNone(machine);
            machines.delete(machine);
            machines.flush();
        });
    }
}
