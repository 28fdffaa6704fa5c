/// API tokens: made, listed and revoked. The secret of a token is in one answer only, that of its creation.
@NullMarked
package io.tidemark.api.token;

import org.jspecify.annotations.NullMarked;
