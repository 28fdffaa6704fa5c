/// Tests of chunks.
@NullMarked
package io.tidemark.repository.chunk;

import org.jspecify.annotations.NullMarked;
