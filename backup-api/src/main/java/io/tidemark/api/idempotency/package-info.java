/// Requests that are sent twice and have their effect once. Start with `Once`: every endpoint that creates
/// something asks it, with the key that the caller sent as `Idempotency-Key`. May use `access` and the keys
/// of the catalog; the endpoints use it.
@NullMarked
package io.tidemark.api.idempotency;

import org.jspecify.annotations.NullMarked;
