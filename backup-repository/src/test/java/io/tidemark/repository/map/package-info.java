/// Tests of maps against a plain model.
@NullMarked
package io.tidemark.repository.map;

import org.jspecify.annotations.NullMarked;
