/// Which version of Tidemark is running. Depends on nothing.
@NullMarked
package io.tidemark.api.version;

import org.jspecify.annotations.NullMarked;
