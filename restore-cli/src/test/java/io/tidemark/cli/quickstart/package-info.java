/// The parts of the quickstart that need no server; the whole of it is an end-to-end test.
@NullMarked
package io.tidemark.cli.quickstart;

import org.jspecify.annotations.NullMarked;
