/// `tidemark repository …`, and how every command finds its repository
/// ([io.tidemark.cli.repository.RepositoryOptions]). Depends on the repository, not on the engine.
@NullMarked
package io.tidemark.cli.repository;

import org.jspecify.annotations.NullMarked;
