package io.tidemark.catalog.policy;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Which machines policies cover, while machines and policies change. A policy fires in the pools of its machines; so a
/// machine that comes, is relabelled, moves to another pool or goes may give a policy a pool or take one from it.
///
/// Of two transactions at the same moment, one that enters a policy and one that enters a machine it selects, neither
/// sees what the other does, and the machine would never be backed up. Therefore whoever changes either takes
/// [#lock] first.
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Coverage {
    /// Any number that nobody else takes: the letters of "coverage".
    private static final long LOCK = 0x636f766572616765L;

    private final Policies policies;
    private final PolicySchedules schedules;
    private final JdbcClient jdbc;

    Coverage(Policies policies, PolicySchedules schedules, JdbcClient jdbc) {
        this.policies = policies;
        this.schedules = schedules;
        this.jdbc = jdbc;
    }

    /// Keeps all others from changing policies, or machines in what policies go by, until the transaction ends. To be
    /// taken before any row is locked or read.
    public void lock() {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(row -> {});
    }

    /// Makes a change of one machine and schedules its policies accordingly. What is scheduled already, and stays, is
    /// not touched: no fire time is lost.
    ///
    /// @param change writes to the database: nothing of it may still wait for a flush
    public void follow(MachineId machine, Runnable change) {
        lock();
        Covered before = covered(machine);
        change.run();
        Covered after = covered(machine);
        Set<UUID> affected = new HashSet<>(before.without(after));
        affected.addAll(schedules.absentIn(after.pool(), after.without(before)));
        affected.stream()
                .map(id -> policies.findById(new PolicyId(id)))
                .flatMap(Optional::stream)
                .forEach(schedules::follow);
    }

    private Covered covered(MachineId machine) {
        String pool = jdbc.sql("select pool from machines where id = ?")
                .param(machine.id())
                .query(String.class)
                .optional()
                .orElse(null);
        Set<UUID> by = new HashSet<>(jdbc.sql("""
                        select c.policy_id from policy_coverage c join policies p on p.id = c.policy_id
                        where c.machine_id = ? and p.enabled""")
                .param(machine.id())
                .query((row, n) -> row.getObject(1, UUID.class))
                .list());
        return new Covered(pool, by);
    }

    /// @param pool     of the machine; null where there is none
    /// @param policies enabled ones that cover it
    private record Covered(@Nullable String pool, Set<UUID> policies) {
        /// The policies that cover the machine in its pool here, and not there.
        Set<UUID> without(Covered other) {
            Set<UUID> only = new HashSet<>(policies);
            if (Objects.equals(pool, other.pool)) {
                only.removeAll(other.policies);
            }
            return only;
        }
    }
}
