/// Tests of the catalog as a whole.
@NullMarked
package io.tidemark.catalog;

import org.jspecify.annotations.NullMarked;
