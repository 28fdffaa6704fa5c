package io.tidemark.worker.run;

import io.tidemark.worker.WorkerProperties;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Who executes: a new id for each process, under a name that stays.
@Component
public record WorkerIdentity(UUID id, String pool, String name) {
    @Autowired
    public WorkerIdentity(WorkerProperties properties) {
        this(UUID.randomUUID(), properties.pool(), properties.name());
    }
}
