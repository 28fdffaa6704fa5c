/// What the server knows, in PostgreSQL.
///
/// Start at [io.tidemark.catalog.database.CatalogConfiguration], which joins the database, its migrations and the
/// packages below this one into a Spring application. Here live the words that all of them share: ids, typed errors
/// with stable codes, pages and cursors of lists. The catalog coordinates; it is never the only holder of anything a
/// restore needs. Depends on no package below it.
@NullMarked
package io.tidemark.catalog;

import org.jspecify.annotations.NullMarked;
