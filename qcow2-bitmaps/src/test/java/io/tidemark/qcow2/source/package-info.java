/// Tests of files and their locks.
@NullMarked
package io.tidemark.qcow2.source;

import org.jspecify.annotations.NullMarked;
