package io.tidemark.catalog.testing;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.schedule.RunExecution;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// One catalog for all test classes of a JVM, to save its start. Tests keep apart by names and pools of their own.
/// They take an [ApplicationContext] and ask it for beans.
public final class SharedCatalog implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedCatalog.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApplicationContext.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Started.class, key -> start(), Started.class)
                .context();
    }

    private static Started start() {
        TestDatabase database = PostgresForTests.running().newDatabase();
        return new Started(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(database.arguments()));
    }

    private record Started(ConfigurableApplicationContext context) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    /// The catalog with a worker's execution that only notes what it was given.
    @EnableAutoConfiguration
    static class Application {
        @Bean
        ExecutedRuns executedRuns() {
            return new ExecutedRuns();
        }
    }

    /// The runs that schedulers of the test JVM executed, in order.
    public static final class ExecutedRuns implements RunExecution {
        private final Queue<RunId> runs = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(RunId run) {
            runs.add(run);
        }

        public Queue<RunId> runs() {
            return runs;
        }
    }
}
