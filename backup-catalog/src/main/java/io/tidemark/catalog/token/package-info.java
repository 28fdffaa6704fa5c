/// API tokens and idempotency keys: who may call, and which calls were made already.
///
/// Start at [io.tidemark.catalog.token.Tokens]. A token's secret is shown once when it is issued; the catalog keeps
/// its SHA-256 alone. May use the ids of the root package.
@NullMarked
package io.tidemark.catalog.token;

import org.jspecify.annotations.NullMarked;
