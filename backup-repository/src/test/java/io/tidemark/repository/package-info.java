/// Tests of the repository as a whole: round trips against a plain model, crashes, and damage.
@NullMarked
package io.tidemark.repository;

import org.jspecify.annotations.NullMarked;
