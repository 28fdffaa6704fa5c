/// Tests of the package of the same name.
@NullMarked
package io.tidemark.api.token;

import org.jspecify.annotations.NullMarked;
