/// Tests of retention.
@NullMarked
package io.tidemark.repository.retention;

import org.jspecify.annotations.NullMarked;
