package io.tidemark.catalog.user;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.NotFound;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Holds callers to the machines within their bounds. What lies outside does not exist for them: neither the machine
/// nor
/// its runs and points, and no run that concerns a whole repository.
@Component
public class WithinBounds {
    private final JdbcClient jdbc;

    WithinBounds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Refuses a machine that is out of bounds.
    ///
    /// @throws NotFound when there is no such machine within the bounds
    public void requireMachine(Bounds bounds, UUID id) {
        require(bounds, "machine", "machines m where m.id = :id", "m.id", id);
    }

    /// Refuses a run that is out of bounds.
    ///
    /// @throws NotFound when there is no run of a machine within the bounds
    public void requireRun(Bounds bounds, UUID id) {
        require(bounds, "run", "runs r where r.id = :id", "r.machine_id", id);
    }

    /// Refuses a point that is out of bounds.
    ///
    /// @throws NotFound when there is no point of a machine within the bounds
    public void requirePoint(Bounds bounds, UUID id) {
        require(bounds, "point", "points p where p.id = :id", "p.machine_id", id);
    }

    /// Whether a machine lies within the bounds.
    public boolean holds(Bounds bounds, UUID machine) {
        return found(bounds, "machines m where m.id = :id", "m.id", machine);
    }

    private void require(Bounds bounds, String what, String from, String machine, UUID id) {
        if (!bounds.isNone() && !found(bounds, from, machine, id)) {
            throw new NotFound(what, id);
        }
    }

    private boolean found(Bounds bounds, String from, String machine, UUID id) {
        return jdbc.sql("select exists (select 1 from " + from + " and " + bounds.condition(machine) + ")")
                .params(bounds.parameters())
                .param("id", id)
                .query(Boolean.class)
                .single();
    }
}
