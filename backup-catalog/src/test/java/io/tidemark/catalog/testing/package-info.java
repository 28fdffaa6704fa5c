/// A real PostgreSQL for tests, here and in the modules above (this module's test-jar).
///
/// Start at [io.tidemark.catalog.testing.CatalogTest].
@NullMarked
package io.tidemark.catalog.testing;

import org.jspecify.annotations.NullMarked;
