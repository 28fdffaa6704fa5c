package io.tidemark.catalog.database;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.catalog.SignsOfLife;
import io.tidemark.catalog.schedule.ScheduleProperties;
import io.tidemark.catalog.secret.SecretsProperties;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/// The catalog as part of a Spring Boot application.
@AutoConfiguration(before = {DataSourceAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
@EnableConfigurationProperties({
    TidemarkProperties.class,
    DatabaseProperties.class,
    ScheduleProperties.class,
    SecretsProperties.class,
    SignsOfLife.class
})
@EntityScan("io.tidemark.catalog")
@EnableJpaRepositories("io.tidemark.catalog")
@ComponentScan({
    "io.tidemark.catalog.audit",
    "io.tidemark.catalog.fleet",
    "io.tidemark.catalog.machine",
    "io.tidemark.catalog.notification",
    "io.tidemark.catalog.policy",
    "io.tidemark.catalog.point",
    "io.tidemark.catalog.pool",
    "io.tidemark.catalog.repository",
    "io.tidemark.catalog.run",
    "io.tidemark.catalog.schedule",
    "io.tidemark.catalog.secret",
    "io.tidemark.catalog.token",
    "io.tidemark.catalog.user"
})
public class CatalogConfiguration {
    /// PostgreSQL keeps microseconds: what is written and what is read back shall be equal.
    private static final Duration PRECISION = Duration.ofNanos(1000);

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), PRECISION);
    }

    @Bean
    CatalogDatabase catalogDatabase(DatabaseProperties database, TidemarkProperties tidemark) throws IOException {
        return CatalogDatabase.open(database, tidemark.dataDirectory());
    }

    /// Closed by [CatalogDatabase], which knows what it stands on.
    @Bean(destroyMethod = "")
    HikariDataSource dataSource(CatalogDatabase database) {
        return database.dataSource();
    }
}
