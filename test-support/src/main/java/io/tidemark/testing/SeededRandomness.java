package io.tidemark.testing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The JUnit extension behind [Seeded].
final class SeededRandomness implements ParameterResolver, AfterTestExecutionCallback {

    static final String SEED_PROPERTY = "test.seed";

    private static final String RANDOM = "random";

    private static final Namespace NAMESPACE = Namespace.create(SeededRandomness.class);
    private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
            RandomGeneratorFactory.of("L64X128MixRandom");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RandomGenerator.class;
    }

    @Override
    public RandomGenerator resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Source.class, _ -> Source.of(context.getUniqueId()), Source.class)
                .generator();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Source source = context.getStore(NAMESPACE).get(Source.class, Source.class);
        if (source == null) {
            return;
        }
        context.getExecutionException().ifPresent(failure -> {
            String advice = "Reproduce with -D" + SEED_PROPERTY + "=" + source.seed();
            failure.addSuppressed(new SeedNote(advice));
            System.err.println(context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName() + " failed. " + advice);
        });
    }

    private record Source(long seed, RandomGenerator generator) {

        static Source of(String uniqueId) {
            String given = System.getProperty(SEED_PROPERTY);
            long seed = given == null
                    ? digest(uniqueId)
                    : given.equals(RANDOM) ? ThreadLocalRandom.current().nextLong() : Long.parseLong(given);
            return new Source(seed, ALGORITHM.create(seed));
        }

        private static long digest(String uniqueId) {
            return UUID.nameUUIDFromBytes(uniqueId.getBytes(StandardCharsets.UTF_8))
                    .getMostSignificantBits();
        }
    }

    /// Carries the seed into the failure's stack trace without a trace of its own.
    private static final class SeedNote extends Exception {

        SeedNote(String message) {
            super(message, null, false, false);
        }
    }
}
