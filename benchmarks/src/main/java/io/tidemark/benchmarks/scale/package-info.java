/// The server with the catalog of a large site: 5,000 machines, 200,000 runs, 500,000 points. Start at
/// [io.tidemark.benchmarks.scale.ScaleFigures].
@NullMarked
package io.tidemark.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
