package io.tidemark.catalog.machine;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.policy.Coverage;
import io.tidemark.catalog.pool.Pools;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Puts a machine into the catalog; points of its name that were found in buckets become its points.
@Component
public class RegisterMachine {
    private final Machines machines;
    private final Pools pools;
    private final Points points;
    private final Coverage coverage;

    RegisterMachine(Machines machines, Pools pools, Points points, Coverage coverage) {
        this.machines = machines;
        this.pools = pools;
        this.points = points;
        this.coverage = coverage;
    }

    /// Enters a new machine and schedules the policies that select it by its labels in its pool.
    ///
    /// @throws NameTaken      `machine-exists`
    /// @throws InvalidRequest `pool-missing`
    @Transactional
    public void register(Machine machine) {
        coverage.follow(machine.id(), () -> enter(machine));
    }

    private void enter(Machine machine) {
        pools.require(machine.pool());
        if (machines.existsByName(machine.name())) {
            throw new NameTaken("machine", machine.name());
        }
        try {
            machines.saveAndFlush(machine);
        } catch (DataIntegrityViolationException taken) {
            throw new NameTaken("machine", machine.name(), taken);
        }
        points.adopt(machine.id(), machine.name());
    }
}
