/// Secrets that are given to the server to keep: they go in and never come out. `SecretText` carries one
/// through a request without printing it. May use `access`, `audit` and `problem`; `notification` uses
/// `SecretText`.
@NullMarked
package io.tidemark.api.secret;

import org.jspecify.annotations.NullMarked;
