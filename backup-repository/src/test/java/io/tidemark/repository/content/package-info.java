/// Tests of reading a disk back.
@NullMarked
package io.tidemark.repository.content;

import org.jspecify.annotations.NullMarked;
