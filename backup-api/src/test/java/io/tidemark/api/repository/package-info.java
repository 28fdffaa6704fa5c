@NullMarked
package io.tidemark.api.repository;

import org.jspecify.annotations.NullMarked;
