package io.tidemark.catalog.machine;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.policy.Coverage;
import io.tidemark.catalog.pool.Pools;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Changes a machine's pool, disks and labels, and the schedules of the policies that cover it. Its name stays for
/// good: it is what its points in the buckets carry.
@Component
public class ChangeMachine {
    private final Machines machines;
    private final Pools pools;
    private final ActiveRuns runs;
    private final Coverage coverage;

    ChangeMachine(Machines machines, Pools pools, ActiveRuns runs, Coverage coverage) {
        this.machines = machines;
        this.pools = pools;
        this.runs = runs;
        this.coverage = coverage;
    }

    /// Gives a machine new terms in place of all its old ones. Labels may be changed at any time, pool and disks only
    /// while no run is under way that counts on the old ones.
    ///
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @throws NotFound       when there is no such machine
    /// @throws Conflict       `precondition-failed`, or `machine-busy` while a run works on it
    /// @throws InvalidRequest `pool-missing`, or what [Machine#of] throws
    @Transactional
    public void replace(MachineId id, MachineTerms terms, @Nullable Long expectedVersion) {
        coverage.follow(id, () -> {
            runs.keepOut(id);
            Machine machine = machines.findById(id).orElseThrow(() -> new NotFound("machine", id.id()));
            if (machine.replace(terms, expectedVersion)) {
                pools.require(terms.pool());
                runs.requireNone(machine);
            }
            machines.saveAndFlush(machine);
        });
    }
}
