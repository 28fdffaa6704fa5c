package io.tidemark.worker.metrics;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// What Spring is told about watching a process with a worker in it unless somebody says otherwise: runs are few, so
/// every one is traced once a collector is named, and lines of the log tell the run they belong to.
final class WatchDefaults implements EnvironmentPostProcessor {
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name", "tidemark-worker",
            "management.tracing.sampling.probability", "1.0",
            "logging.pattern.correlation", "%replace([run %X{run:-}]){'\\[run \\]', ''} ");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("tidemark-watch", DEFAULTS));
    }
}
