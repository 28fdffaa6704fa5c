/// Tests that secrets go in and never come out.
@NullMarked
package io.tidemark.api.secret;

import org.jspecify.annotations.NullMarked;
