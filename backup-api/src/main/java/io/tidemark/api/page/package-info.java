/// Lists come in pages, each with a cursor to the next. The catalog makes and reads the cursors; here is only how they
/// travel.
@NullMarked
package io.tidemark.api.page;

import org.jspecify.annotations.NullMarked;
