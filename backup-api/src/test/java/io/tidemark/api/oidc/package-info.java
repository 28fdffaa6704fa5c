/// Log-in with an OpenID provider, which is another process in all but name: everything goes over HTTP.
@NullMarked
package io.tidemark.api.oidc;

import org.jspecify.annotations.NullMarked;
