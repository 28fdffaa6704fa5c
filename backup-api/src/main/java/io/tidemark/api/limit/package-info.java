/// Bounds on what one request may make the server hold. Depends on the problems they are answered with.
@NullMarked
package io.tidemark.api.limit;

import org.jspecify.annotations.NullMarked;
