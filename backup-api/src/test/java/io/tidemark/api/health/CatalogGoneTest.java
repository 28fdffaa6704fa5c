package io.tidemark.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import org.junit.jupiter.api.Test;

@CatalogTest
class CatalogGoneTest {

    @Test
    void aServerThatLostItsCatalogSaysSo(TestDatabase database) {
        try (RunningServer server = RunningServer.start(database)) {
            server.context().getBean(HikariDataSource.class).close();

            Answer health = server.get("/api/v1/health");
            Answer machines = server.get("/api/v1/machines");

            assertThat(health.status()).isEqualTo(503);
            assertThat(health.body().path("status").asString()).isEqualTo("DOWN");
            assertThat(server.get("/api/v1/health/readiness").status()).isEqualTo(503);
            assertThat(server.get("/api/v1/health/liveness").status())
                    .as("a restart would not help")
                    .isEqualTo(200);
            assertThat(machines.status()).isEqualTo(503);
            assertThat(machines.problem()).isEqualTo("catalog-unavailable");
        }
    }
}
