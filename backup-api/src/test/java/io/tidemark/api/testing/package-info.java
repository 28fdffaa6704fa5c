/// A running server for tests, spoken to over HTTP. `RunningServer` starts one on a real PostgreSQL; `Answer` is what
/// came back. For tests of every package of the API.
@NullMarked
package io.tidemark.api.testing;

import org.jspecify.annotations.NullMarked;
