/// Logging in and out, and who sends a request: the dashboard checks a token with it before it keeps it. `LogIn`
/// compares
/// passwords and slows down whoever guesses. Depends on access and password.
@NullMarked
package io.tidemark.api.session;

import org.jspecify.annotations.NullMarked;
