/// Serves the dashboard's files from the class path, where the web-ui module puts them under `static`. Addresses inside
/// the dashboard get its one page, which knows what to show for them. Depends on nothing.
@NullMarked
package io.tidemark.api.dashboard;

import org.jspecify.annotations.NullMarked;
