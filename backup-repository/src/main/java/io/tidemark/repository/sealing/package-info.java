/// Sealing: client-side encryption of everything a repository keeps, and its absence.
///
/// Start at [Sealing], which encloses objects, seals records and makes content ids, in a plain repository as in a
/// sealed one. [Keyring] keeps the master key, wrapped by passphrases, in the repository itself. The bytes are in
/// `docs/repository-format.md`, what they protect from in `docs/sealing.md`.
@NullMarked
package io.tidemark.repository.sealing;

import org.jspecify.annotations.NullMarked;
