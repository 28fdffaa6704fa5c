/// What those who watch a worker are told.
@NullMarked
package io.tidemark.worker.metrics;

import org.jspecify.annotations.NullMarked;
