package io.tidemark.catalog.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.pool.Workers.WorkerProcess;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class WorkersTest {
    private final Samples samples;
    private final Workers workers;
    private final Pools pools;

    WorkersTest(ApplicationContext catalog) {
        this.samples = new Samples(catalog);
        this.workers = catalog.getBean(Workers.class);
        this.pools = catalog.getBean(Pools.class);
    }

    @Test
    void aNameBelongsToOneLivingProcess() {
        WorkerProcess first = process("one", "host");
        WorkerProcess second = process("one", "host");

        assertThat(workers.register(first, true)).isTrue();
        assertThat(workers.register(second, false)).isFalse();
        samples.jdbc()
                .sql("update workers set heartbeat_at = now() - interval '13 seconds' where id = ?")
                .param(first.id())
                .update();
        assertThat(workers.register(second, false)).isTrue();

        assertThat(workers.heartbeat(first.id())).isFalse();
        assertThat(workers.heartbeat(second.id())).isTrue();
        assertThat(workers.alive(first.id())).isFalse();
        assertThat(workers.dead(second.id())).isFalse();
    }

    @Test
    void aProcessThatIsKnownToHaveEndedIsReplacedAtOnceButOnlyOnItsHost() {
        assertThat(workers.register(process("two", "host"), true)).isTrue();

        assertThat(workers.register(process("two", "other"), true)).isFalse();
        assertThat(workers.register(process("two", "host"), true)).isTrue();
    }

    @Test
    void aPoolComesWithItsFirstWorkerAndCountsTheLivingOnes() {
        WorkerProcess worker = process("three", "host");
        workers.register(worker, true);

        assertThat(pools.page("Hall-THREE", PageRequest.FIRST).items())
                .singleElement()
                .satisfies(pool -> {
                    assertThat(pool.name()).isEqualTo("hall-three");
                    assertThat(pool.workers()).isEqualTo(1);
                });
        workers.leave(worker.id());
        assertThat(workers.named("hall-three", "three")).isEmpty();
    }

    private static WorkerProcess process(String name, String host) {
        return new WorkerProcess(UUID.randomUUID(), "hall-" + name, name, host, 1, 2, List.of("/images"));
    }
}
