/// How things are named on the wire: by people (`Name`), by other resources (`Reference`) and as files on a worker's
/// host (`AbsolutePath`). Depends on nothing, so that every other package may use it.
@NullMarked
package io.tidemark.api.name;

import org.jspecify.annotations.NullMarked;
