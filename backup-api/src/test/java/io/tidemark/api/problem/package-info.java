/// Tests of what the API refuses, and in which words.
@NullMarked
package io.tidemark.api.problem;

import org.jspecify.annotations.NullMarked;
