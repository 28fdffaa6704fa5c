package io.tidemark.catalog.database;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// What Spring is told about the catalog unless somebody says otherwise: the schema belongs to the migrations and is
/// only checked, and no session stays open after a use case.
final class CatalogDefaults implements EnvironmentPostProcessor {
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.jpa.open-in-view", "false",
            "spring.jpa.hibernate.ddl-auto", "validate",
            "spring.jpa.properties.hibernate.jdbc.time_zone", "UTC",
            "spring.data.jpa.repositories.enabled", "false",
            "spring.main.banner-mode", "off");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("tidemark-catalog", DEFAULTS));
    }
}
