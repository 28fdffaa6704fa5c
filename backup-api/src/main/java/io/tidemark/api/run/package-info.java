/// Runs: started, listed, shown, cancelled, with their logs. `RunView` is what the API, its events and other
/// packages show of a run; `Ordered` is how anything long is answered.
@NullMarked
package io.tidemark.api.run;

import org.jspecify.annotations.NullMarked;
