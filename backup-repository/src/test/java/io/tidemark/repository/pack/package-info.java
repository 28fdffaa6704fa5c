/// Tests of packs and the requests that read them.
@NullMarked
package io.tidemark.repository.pack;

import org.jspecify.annotations.NullMarked;
