/// Who may log in: users with a password of ours or an account with an OpenID provider, and how often a log-in failed.
///
/// Start at [io.tidemark.catalog.user.Users]. Passwords come hashed and are never seen here. May use the root package.
@NullMarked
package io.tidemark.catalog.user;

import org.jspecify.annotations.NullMarked;
