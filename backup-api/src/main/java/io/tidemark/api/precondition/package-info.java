/// Changes of what somebody else may have changed meanwhile: things carry their version as an entity tag, and who
/// replaces one says with `If-Match` which version was seen. A change of an older version is refused.
@NullMarked
package io.tidemark.api.precondition;

import org.jspecify.annotations.NullMarked;
