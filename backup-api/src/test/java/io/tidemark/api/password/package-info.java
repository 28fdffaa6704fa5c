/// Which passwords are taken.
@NullMarked
package io.tidemark.api.password;

import org.jspecify.annotations.NullMarked;
