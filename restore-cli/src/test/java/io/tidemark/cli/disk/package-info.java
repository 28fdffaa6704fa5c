/// What disks are called.
@NullMarked
package io.tidemark.cli.disk;

import org.jspecify.annotations.NullMarked;
