/// Server-sent events about runs. `RunEvents` follows the catalog while anybody listens, `Listener` holds what a
/// slow client has not fetched, `EventController` writes the stream.
@NullMarked
package io.tidemark.api.event;

import org.jspecify.annotations.NullMarked;
