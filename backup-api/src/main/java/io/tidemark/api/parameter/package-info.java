/// Which parameters the endpoints know: a request with another one in its query is refused, since whoever mistypes a
/// filter would else be shown everything. Depends on the problems they are answered with.
@NullMarked
package io.tidemark.api.parameter;

import org.jspecify.annotations.NullMarked;
