/// What Prometheus is told.
@NullMarked
package io.tidemark.api.metrics;

import org.jspecify.annotations.NullMarked;
