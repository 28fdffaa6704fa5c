/// Tests of the package of the same name, over HTTP against a running server.
@NullMarked
package io.tidemark.api.page;

import org.jspecify.annotations.NullMarked;
