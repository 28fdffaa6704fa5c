/// Tests that hold properties and their documentation together.
@NullMarked
package io.tidemark.api.configuration;

import org.jspecify.annotations.NullMarked;
