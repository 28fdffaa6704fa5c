/// Secrets in the catalog, sealed under a server key that is not in the database.
///
/// Start at [io.tidemark.catalog.secret.RepositorySecrets]. [io.tidemark.catalog.secret.ServerKeys] seals
/// and opens; each secret is bound to the place where it lies. Types that hold one in the clear are no
/// records and print nothing of it. May use the root package.
@NullMarked
package io.tidemark.catalog.secret;

import org.jspecify.annotations.NullMarked;
