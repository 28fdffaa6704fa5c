/// Restores: a request to write a disk of a point to a new image becomes a run. Whether the target may be written
/// is for the worker to say.
@NullMarked
package io.tidemark.api.restore;

import org.jspecify.annotations.NullMarked;
