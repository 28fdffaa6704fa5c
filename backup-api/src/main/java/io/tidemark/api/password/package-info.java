/// Passwords: how they are hashed and compared, and which are too weak. Knows nobody.
@NullMarked
package io.tidemark.api.password;

import org.jspecify.annotations.NullMarked;
