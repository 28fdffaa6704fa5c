package io.tidemark.catalog.machine;

import io.tidemark.catalog.MachineId;
import java.util.Optional;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

/// All machines. [#findById] brings the disks along.
public interface Machines extends Repository<Machine, MachineId> {
    Machine saveAndFlush(Machine machine);

    @EntityGraph(attributePaths = "disks")
    Optional<Machine> findById(MachineId id);

    boolean existsByName(String name);

    void delete(Machine machine);

    void flush();
}
