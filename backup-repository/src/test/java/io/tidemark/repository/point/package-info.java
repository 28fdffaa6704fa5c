/// Tests of point manifests.
@NullMarked
package io.tidemark.repository.point;

import org.jspecify.annotations.NullMarked;
