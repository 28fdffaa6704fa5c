package io.tidemark.catalog.run;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.pool.Pools;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Looks up what an order is about, and locks it: orders for one machine or one repository queue up behind each
/// other, so that two at the same moment do not both find it idle.
@Component
class RunSubjects {
    private final JdbcClient jdbc;
    private final Pools pools;

    RunSubjects(JdbcClient jdbc, Pools pools) {
        this.jdbc = jdbc;
        this.pools = pools;
    }

    /// @throws NotFound       when machine, repository, policy or point is not in the catalog
    /// @throws InvalidRequest `disk-missing` when a restore names no disk of several, or one
    ///                        that is not in the point; `machine-missing` when a policy does not
    ///                        have the machine, `retention-empty` when it has no rule
    RunSubject of(RunOrder order) {
        return switch (order) {
            case RunOrder.Backup backup -> {
                MachineRow machine = machine(backup.machine());
                yield new RunSubject(
                        machine.pool(),
                        backup.machine(),
                        machine.name(),
                        backup.repository(),
                        repositoryName(backup.repository()));
            }
            case RunOrder.Restore restore -> {
                RunSubject subject = ofPoint(restore.point());
                requireDisk(restore);
                yield subject;
            }
            case RunOrder.VerifyPoint verify -> {
                lock("points", verify.point());
                yield ofPoint(verify.point());
            }
            case RunOrder.VerifyRepository verify -> {
                lock("repositories", verify.repository().id());
                yield ofRepository(verify.repository());
            }
            case RunOrder.Connect connect -> {
                lock("repositories", connect.repository().id());
                yield ofRepository(connect.repository());
            }
            case RunOrder.Retention retention -> ofPolicy(retention);
            case RunOrder.Collection collection -> {
                lock("repositories", collection.repository().id());
                yield ofRepository(collection.repository());
            }
        };
    }

    private void lock(String table, UUID id) {
        jdbc.sql("select 1 from " + table + " where id = ? for no key update")
                .param(id)
                .query(Integer.class)
                .optional();
    }

    private RunSubject ofPolicy(RunOrder.Retention order) {
        MachineRow machine = machine(order.machine());
        PolicyRow policy = jdbc.sql("""
                        select p.repository_id,
                               greatest(keep_last, keep_hourly, keep_daily, keep_weekly, keep_monthly, keep_yearly) = 0
                                   and keep_within is null keeps_all,
                               exists (select 1 from policy_coverage c where c.policy_id = p.id and c.machine_id = :machine) covers
                        from policies p where p.id = :policy""")
                .param("policy", order.policy().id())
                .param("machine", order.machine().id())
                .query((row, n) -> new PolicyRow(
                        row.getObject("repository_id", UUID.class),
                        row.getBoolean("keeps_all"),
                        row.getBoolean("covers")))
                .optional()
                .orElseThrow(() -> new NotFound("policy", order.policy().id()));
        if (!policy.covers()) {
            throw new InvalidRequest(
                    "machine-missing", "Machine \"" + machine.name() + "\" is none of policy " + order.policy() + ".");
        }
        if (policy.keepsAll()) {
            throw new InvalidRequest(
                    "retention-empty",
                    "Policy " + order.policy() + " has no rule of what to keep, so it deletes nothing. Give it one.");
        }
        RepositoryEntryId repository = new RepositoryEntryId(policy.repository());
        return new RunSubject(machine.pool(), order.machine(), machine.name(), repository, repositoryName(repository));
    }

    private RunSubject ofRepository(RepositoryEntryId repository) {
        return new RunSubject(pools.anyForRepositories(), null, null, repository, repositoryName(repository));
    }

    private RunSubject ofPoint(UUID point) {
        PointRow row = jdbc.sql("""
                        select p.machine_id, p.machine_name, m.pool, p.repository_id
                        from points p left join machines m on m.id = p.machine_id where p.id = ?""")
                .param(point)
                .query((columns, n) -> new PointRow(
                        columns.getObject("machine_id", UUID.class),
                        columns.getString("machine_name"),
                        columns.getString("pool"),
                        columns.getObject("repository_id", UUID.class)))
                .optional()
                .orElseThrow(() -> new NotFound("point", point));
        RepositoryEntryId repository = new RepositoryEntryId(row.repository());
        String pool = row.pool() == null ? pools.anyForRepositories() : row.pool();
        MachineId machine = row.machine() == null ? null : new MachineId(row.machine());
        return new RunSubject(pool, machine, row.machineName(), repository, repositoryName(repository));
    }

    private void requireDisk(RunOrder.Restore restore) {
        List<String> disks = jdbc.sql("select name from point_disks where point_id = ? order by position")
                .param(restore.point())
                .query((row, n) -> row.getString("name"))
                .list();
        if (restore.disk() == null ? disks.size() != 1 : !disks.contains(restore.disk())) {
            throw new InvalidRequest(
                    "disk-missing",
                    (restore.disk() == null ? "Name the disk" : "There is no disk \"" + restore.disk() + "\"")
                            + ": point " + restore.point() + " has " + String.join(", ", disks) + ".");
        }
    }

    private MachineRow machine(MachineId machine) {
        return jdbc.sql("select name, pool from machines where id = ? for no key update")
                .param(machine.id())
                .query((row, n) -> new MachineRow(row.getString("name"), row.getString("pool")))
                .optional()
                .orElseThrow(() -> new NotFound("machine", machine.id()));
    }

    private String repositoryName(RepositoryEntryId repository) {
        return jdbc.sql("select name from repositories where id = ?")
                .param(repository.id())
                .query(String.class)
                .optional()
                .orElseThrow(() -> new NotFound("repository", repository.id()));
    }

    private record MachineRow(String name, String pool) {}

    private record PolicyRow(UUID repository, boolean keepsAll, boolean covers) {}

    private record PointRow(
            @Nullable UUID machine,
            String machineName,
            @Nullable String pool,
            UUID repository) {}
}
