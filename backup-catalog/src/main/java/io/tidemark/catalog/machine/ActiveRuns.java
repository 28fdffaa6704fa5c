package io.tidemark.catalog.machine;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps runs, and changes of the machine they work on, apart.
@Component
class ActiveRuns {
    private final JdbcClient jdbc;

    ActiveRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Lets no run of the machine be ordered until the transaction ends.
    ///
    /// @throws NotFound when there is no such machine
    void keepOut(MachineId machine) {
        if (jdbc.sql("select 1 from machines where id = ? for no key update")
                .param(machine.id())
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw new NotFound("machine", machine.id());
        }
    }

    /// @throws Conflict `machine-busy` while a run works on it
    void requireNone(Machine machine) {
        jdbc.sql("select id from runs where machine_id = ? and state in ('queued', 'running') limit 1")
                .param(machine.id().id())
                .query(String.class)
                .optional()
                .ifPresent(run -> {
                    throw new Conflict(
                            "machine-busy",
                            "Run " + run + " works on machine \"" + machine.name() + "\". Wait for it, or cancel it.");
                });
    }
}
