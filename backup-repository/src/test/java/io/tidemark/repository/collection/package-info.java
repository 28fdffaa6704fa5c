@NullMarked
package io.tidemark.repository.collection;

import org.jspecify.annotations.NullMarked;
