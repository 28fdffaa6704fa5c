/// How the API says that something went wrong: every error is a problem (RFC 9457) with a stable type. Start with
/// `ProblemType`, which lists them; `Problems` turns exceptions into them, `ErrorPages` whatever happens outside a
/// controller. Depends on the catalog's exceptions only.
@NullMarked
package io.tidemark.api.problem;

import org.jspecify.annotations.NullMarked;
