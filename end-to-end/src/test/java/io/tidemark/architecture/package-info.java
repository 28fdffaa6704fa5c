/// The arrows between the modules, as drawn in `docs/architecture.md`, held by tests.
@NullMarked
package io.tidemark.architecture;

import org.jspecify.annotations.NullMarked;
