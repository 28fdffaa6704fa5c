/// Log-in with an account of an OpenID provider, set up by Spring's own `spring.security.oauth2.client.*`.
/// `AccountRoles`
/// says what an account may do here, `OidcLogIn` makes it a user with a session. Depends on access.
@NullMarked
package io.tidemark.api.oidc;

import org.jspecify.annotations.NullMarked;
