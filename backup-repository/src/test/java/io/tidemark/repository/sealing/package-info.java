/// Tests of sealing.
@NullMarked
package io.tidemark.repository.sealing;

import org.jspecify.annotations.NullMarked;
