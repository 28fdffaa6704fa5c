package io.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@CatalogTest
class TidemarkWorkerTest {
    @TempDir
    Path data;

    @Test
    void doesNotStartACatalogOfItsOwn() {
        assertThatThrownBy(() -> TidemarkWorker.application().run("--tidemark.data-directory=" + data))
                .rootCause()
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        refused -> assertThat(refused.code()).isEqualTo("database-not-named"))
                .hasMessageContaining("tidemark.database.url");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void leavesTheNameToTheLivingWorkerThatHasIt(TestDatabase database) {
        String[] arguments = Stream.concat(
                        Stream.of(database.arguments()),
                        Stream.of("--tidemark.worker.name=twin", "--tidemark.data-directory=" + data))
                .toArray(String[]::new);
        try (ConfigurableApplicationContext other = start(arguments)) {
            other.getBean(io.tidemark.catalog.pool.Workers.class)
                    .named("default", "twin")
                    .forEach(worker -> assertThat(worker.alive()).isTrue());
            elsewhere(other);

            assertThatThrownBy(() -> start(arguments))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            CatalogException.class,
                            refused -> assertThat(refused.code()).isEqualTo("worker-name-taken"))
                    .hasMessageContaining("twin");
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = TidemarkWorker.application();
        application.setRegisterShutdownHook(false);
        return application.run(arguments);
    }

    /// Lets the worker of this process look like one of another host.
    private static void elsewhere(ConfigurableApplicationContext worker) {
        worker.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("update workers set host = 'elsewhere' where name = 'twin'")
                .update();
    }
}
