/// Benchmarks inside one process (JMH) and the S3 server that the whole-process figures of `benchmarks/run` share with
/// their peers. Nothing in the product depends on this package.
@NullMarked
package io.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
