/// Verification: whether what the points need is there and is what was stored.
///
/// Start at [Verification]. It follows the maps once ([Survey]), reads packs ([PackProbe]), oldest verified
/// first ([VerificationLog]), tells which guest ranges each fault hits, and makes damaged copies known so
/// that the next backup stores their chunks again.
@NullMarked
package io.tidemark.repository.verification;

import org.jspecify.annotations.NullMarked;
