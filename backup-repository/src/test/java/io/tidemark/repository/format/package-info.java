/// Tests of what all objects have in common.
@NullMarked
package io.tidemark.repository.format;

import org.jspecify.annotations.NullMarked;
