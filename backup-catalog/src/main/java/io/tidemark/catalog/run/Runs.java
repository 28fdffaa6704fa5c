package io.tidemark.catalog.run;

import io.tidemark.catalog.RunId;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All runs.
public interface Runs extends Repository<Run, RunId> {
    Run saveAndFlush(Run run);

    Optional<Run> findById(RunId id);

    /// The same, locked until the transaction ends: worker and API both move runs on.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from Run r where r.id = :id")
    Optional<Run> lockById(RunId id);
}
