/// Joins the catalog to a PostgreSQL and to Spring.
///
/// Start at [io.tidemark.catalog.database.CatalogConfiguration], an auto-configuration: having this module on the
/// class path is enough. It brings the data source, the migrations, JPA and the beans of the other packages. Settings
/// are [io.tidemark.catalog.database.DatabaseProperties].
@NullMarked
package io.tidemark.catalog.database;

import org.jspecify.annotations.NullMarked;
