/// Whether the server can do its work, for those who watch it: `/api/v1/health` and its groups `liveness` and
/// `readiness`, which need no token, are Spring Boot's; here is what it does not know by itself. Depends on the
/// catalog's pools, of which it asks the cheapest question there is.
@NullMarked
package io.tidemark.api.health;

import org.jspecify.annotations.NullMarked;
