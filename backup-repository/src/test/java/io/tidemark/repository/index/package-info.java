/// Tests of the index: tables, cache files, and what happens when they are damaged or shared.
@NullMarked
package io.tidemark.repository.index;

import org.jspecify.annotations.NullMarked;
