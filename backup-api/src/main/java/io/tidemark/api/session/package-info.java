/// Tells a caller whose token it presents, so that the dashboard can check one before it keeps it. Depends on
/// access.
@NullMarked
package io.tidemark.api.session;

import org.jspecify.annotations.NullMarked;
