/// Pools and their workers, to be looked at. They come into being when a worker registers itself in the catalog.
@NullMarked
package io.tidemark.api.pool;

import org.jspecify.annotations.NullMarked;
