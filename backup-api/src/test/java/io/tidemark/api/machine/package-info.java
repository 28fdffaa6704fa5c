/// Tests of machines over HTTP: labels, changes, coverage and lists.
@NullMarked
package io.tidemark.api.machine;

import org.jspecify.annotations.NullMarked;
