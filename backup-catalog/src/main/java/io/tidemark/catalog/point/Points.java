package io.tidemark.catalog.point;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All points that the catalog knows.
@Component
@Transactional
public class Points {
    private final JdbcClient jdbc;

    Points(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Enters a committed point, linked to the machine of its name; a known one is left as it is.
    ///
    /// @return whether it was new
    public boolean add(CommittedPoint point) {
        int added = jdbc.sql("""
                        insert into points (id, repository_id, machine_id, machine_name, run_id, created_at)
                        values (:id, :repository, (select id from machines where name = :machine), :machine, :run, :at)
                        on conflict (id) do nothing""")
                .param("id", point.id())
                .param("repository", point.repository().id())
                .param("machine", point.machineName())
                .param("run", point.run() == null ? null : point.run().id())
                .param("at", Timestamp.from(point.createdAt()))
                .update();
        if (added == 0) {
            return false;
        }
        int position = 0;
        for (PointView.Disk disk : point.disks()) {
            jdbc.sql("""
                            insert into point_disks (point_id, position, name, mode, reason, base_point, virtual_bytes,
                                                     changed_bytes, stored_bytes)
                            values (:point, :position, :name, :mode, :reason, :base, :virtual, :changed, :stored)""")
                    .param("point", point.id())
                    .param("position", position++)
                    .param("name", disk.name())
                    .param("mode", disk.mode().word())
                    .param("reason", disk.reason())
                    .param("base", disk.basePoint())
                    .param("virtual", disk.virtualBytes())
                    .param("changed", disk.changedBytes())
                    .param("stored", disk.storedBytes())
                    .update();
        }
        return true;
    }

    /// The ids of a repository's points.
    public Set<UUID> ids(RepositoryEntryId repository) {
        return jdbc
                .sql("select id from points where repository_id = ?")
                .param(repository.id())
                .query(UUID.class)
                .stream()
                .collect(Collectors.toSet());
    }

    /// The ids of a machine's points in a repository.
    public Set<UUID> ids(RepositoryEntryId repository, String machineName) {
        return jdbc
                .sql("select id from points where repository_id = ? and machine_name = ?")
                .params(repository.id(), machineName)
                .query(UUID.class)
                .stream()
                .collect(Collectors.toSet());
    }

    /// When the oldest backup into a repository began that is still running: points made since may be in the
    /// bucket and not yet in the catalog. Empty when none is running.
    public Optional<Instant> oldestBackupUnderWay(RepositoryEntryId repository) {
        return jdbc.sql("""
                        select min(started_at) from runs
                        where repository_id = ? and kind = 'backup' and state = 'running'""")
                .param(repository.id())
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /// Forgets points that are no longer in the bucket.
    public int remove(RepositoryEntryId repository, Collection<UUID> points) {
        return jdbc.sql("delete from points where repository_id = ? and id = any(?)")
                .params(List.of(repository.id(), points.toArray(UUID[]::new)))
                .update();
    }

    /// Gives a machine that has just become known the points that carry its name.
    public int adopt(MachineId machine, String name) {
        return jdbc.sql("update points set machine_id = ? where machine_name = ? and machine_id is null")
                .params(machine.id(), name)
                .update();
    }
}
