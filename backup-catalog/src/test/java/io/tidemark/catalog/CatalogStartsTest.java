package io.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.machine.Disk;
import io.tidemark.catalog.machine.Machine;
import io.tidemark.catalog.machine.MachineViews;
import io.tidemark.catalog.machine.RegisterMachine;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@CatalogTest
class CatalogStartsTest {
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void mapsEveryEntityToTheMigratedSchema(TestDatabase database) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(database.arguments())) {
            MachineId id = MachineId.next(Instant.now());
            context.getBean(RegisterMachine.class)
                    .register(Machine.of(
                            id,
                            "web",
                            "default",
                            List.of(new Disk(UUID.randomUUID(), "vda", "/a.qcow2")),
                            Instant.now()));

            assertThat(context.getBean(MachineViews.class).get(id).disks()).hasSize(1);
        }
    }
}
