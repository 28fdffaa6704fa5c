package io.tidemark.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives a test a [java.util.random.RandomGenerator] parameter that can be had again.
///
/// Each invocation (each repetition of a `@RepeatedTest`, too) has a seed of its own, made of its name: a build that
/// passed passes again. Setup methods and the test method of one invocation share the generator. When the test fails,
/// the seed is printed on standard error and attached to the failure: `Reproduce with -Dtest.seed=…`. With that
/// system property set, every invocation uses that seed; `-Dtest.seed=random` draws new ones, to search on. A seed
/// names the same numbers for ever: the algorithm is `L64X128MixRandom`.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeededRandomness.class)
public @interface Seeded {}
