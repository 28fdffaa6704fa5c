/// Collection: deleting what no point needs, beside backups and other collections, without a clock or a lock.
///
/// Start at `docs/repository-safety.md`, which has the rules and why they are safe; then at [Collector], which runs a
/// collection, and at [CollectionState], by which writers and readers heed one. The objects under `collections/` are
/// [CondemnedList], [Fence] and [Verdict]; [CollectionLog] lists and reads them. May depend on `format`, `pack`,
/// `index`, `map`, `chunk`, `point` and `store`.
@NullMarked
package io.tidemark.repository.collection;

import org.jspecify.annotations.NullMarked;
