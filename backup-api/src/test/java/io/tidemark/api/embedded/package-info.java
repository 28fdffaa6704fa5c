/// Tests of the package of the same name.
@NullMarked
package io.tidemark.api.embedded;

import org.jspecify.annotations.NullMarked;
