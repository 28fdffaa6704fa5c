/// Recovery points the catalog knows, to be listed and shown. Depends on nothing else of the API but names and
/// pages.
@NullMarked
package io.tidemark.api.point;

import org.jspecify.annotations.NullMarked;
