/// Tests of the package of the same name.
@NullMarked
package io.tidemark.api.dashboard;

import org.jspecify.annotations.NullMarked;
