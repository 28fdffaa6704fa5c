/// Machines that are protected: created, listed, shown and deleted. Depends on points and runs, the newest of
/// which it shows.
@NullMarked
package io.tidemark.api.machine;

import org.jspecify.annotations.NullMarked;
