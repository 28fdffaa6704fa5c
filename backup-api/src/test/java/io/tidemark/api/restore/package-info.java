/// Tests of the package of the same name, most of them over HTTP against a running server.
@NullMarked
package io.tidemark.api.restore;

import org.jspecify.annotations.NullMarked;
