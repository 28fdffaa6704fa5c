package io.tidemark.catalog.testing;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.machine.Disk;
import io.tidemark.catalog.machine.Machine;
import io.tidemark.catalog.machine.RegisterMachine;
import io.tidemark.catalog.repository.AddRepository;
import io.tidemark.catalog.repository.RepositoryEntry;
import io.tidemark.catalog.repository.RepositoryTerms;
import io.tidemark.catalog.run.RunQueue;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Things to test with, put into a running catalog.
public final class Samples {
    private final ApplicationContext catalog;

    public Samples(ApplicationContext catalog) {
        this.catalog = catalog;
    }

    public MachineId machine(String name) {
        return machine(name, "default");
    }

    public MachineId machine(String name, String pool) {
        return machine(name, pool, Map.of());
    }

    /// A machine of one disk; its pool comes into being.
    public MachineId machine(String name, String pool, Map<String, String> labels) {
        jdbc().sql("insert into pools (name) values (?) on conflict do nothing")
                .param(pool)
                .update();
        MachineId id = MachineId.next(now());
        Disk disk = new Disk(UUID.randomUUID(), "vda", "/images/" + name + ".qcow2");
        catalog.getBean(RegisterMachine.class)
                .register(Machine.of(id, name, pool, List.of(disk), Labels.of(labels), now()));
        return id;
    }

    /// A repository whose connect run was cancelled.
    public RepositoryEntryId repository(String name) {
        RepositoryEntryId id = RepositoryEntryId.next(now());
        RunId connect = catalog.getBean(AddRepository.class)
                .add(RepositoryEntry.of(id, RepositoryTerms.at(name, "s3://bucket/" + name, null), now()));
        catalog.getBean(RunQueue.class).cancel(connect);
        return id;
    }

    public JdbcClient jdbc() {
        return catalog.getBean(JdbcClient.class);
    }

    public Instant now() {
        return catalog.getBean(Clock.class).instant();
    }
}
