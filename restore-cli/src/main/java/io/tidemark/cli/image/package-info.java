/// `tidemark image …`: looks into a qcow2 image and its bitmaps, without any repository. Start at
/// [io.tidemark.cli.image.ImageCommand]. Depends on the image library alone.
@NullMarked
package io.tidemark.cli.image;

import org.jspecify.annotations.NullMarked;
