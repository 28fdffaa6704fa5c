/// Whether the server can do its work, for those who watch it. Needs no token. Depends on the catalog's pools, of which
/// it asks the cheapest question there is.
@NullMarked
package io.tidemark.api.health;

import org.jspecify.annotations.NullMarked;
