/// Tests of the package of the same name.
@NullMarked
package io.tidemark.api.health;

import org.jspecify.annotations.NullMarked;
