/// Tests of whole workers.
@NullMarked
package io.tidemark.worker;

import org.jspecify.annotations.NullMarked;
