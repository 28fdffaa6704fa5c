package io.tidemark.catalog.database;

import io.tidemark.catalog.CatalogException;

/// This process needs the catalog of others and was not told where it is. Code `database-not-named`.
final class DatabaseNotNamed extends CatalogException {
    DatabaseNotNamed() {
        super(
                "database-not-named",
                "tidemark.database.url is not set. Set it, with tidemark.database.user and tidemark.database.password, to the"
                        + " database of the server (environment: TIDEMARK_DATABASE_URL, …).");
    }
}
