/// Workers, machines and slow stores to test with.
@NullMarked
package io.tidemark.worker.testing;

import org.jspecify.annotations.NullMarked;
