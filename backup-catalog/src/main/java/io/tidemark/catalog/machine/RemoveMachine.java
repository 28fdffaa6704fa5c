package io.tidemark.catalog.machine;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes a machine out of the catalog and out of its policies. Its runs and points stay under its name: the bucket
/// still holds them.
@Component
public class RemoveMachine {
    private final Machines machines;
    private final JdbcClient jdbc;

    RemoveMachine(Machines machines, JdbcClient jdbc) {
        this.machines = machines;
        this.jdbc = jdbc;
    }

    /// Removes the machine.
    ///
    /// @throws NotFound when there is no such machine
    /// @throws Conflict `machine-busy` while a run works on it
    @Transactional
    public void remove(MachineId id) {
        Machine machine = machines.findById(id).orElseThrow(() -> new NotFound("machine", id.id()));
        jdbc.sql("select id from runs where machine_id = ? and state in ('queued', 'running') limit 1")
                .param(id.id())
                .query(String.class)
                .optional()
                .ifPresent(run -> {
                    throw new Conflict(
                            "machine-busy",
                            "Run " + run + " works on machine \"" + machine.name() + "\". Wait for it, or cancel it.");
                });
        machines.delete(machine);
    }
}
