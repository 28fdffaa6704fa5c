/// What all objects of a repository have in common: magic, version, kind, checksum, and the repository they belong
/// to.
///
/// Start at [ObjectHeader], the first bytes of every binary object, at [ObjectEnvelope], which closes small
/// objects with a SHA-256, and at [RepositoryFormat], the content of `tidemark.json`.
/// `docs/repository-format.md` describes every byte. [BoundedReader] is how anything from a store is parsed:
/// no length is used before it is checked.
@NullMarked
package io.tidemark.repository.format;

import org.jspecify.annotations.NullMarked;
