/// Users, against a running server.
@NullMarked
package io.tidemark.api.user;

import org.jspecify.annotations.NullMarked;
