/// Users and failed log-ins, on a real PostgreSQL.
@NullMarked
package io.tidemark.catalog.user;

import org.jspecify.annotations.NullMarked;
