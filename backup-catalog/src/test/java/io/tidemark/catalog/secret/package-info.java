/// Tests of sealed secrets.
@NullMarked
package io.tidemark.catalog.secret;

import org.jspecify.annotations.NullMarked;
