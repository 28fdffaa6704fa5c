/// The reference counts of an image's clusters: finding free ones, taking them, giving them back.
///
/// Start at [io.tidemark.qcow2.refcount.Refcounts]. Counts only ever err towards leaking: they are raised,
/// durably, before a cluster is used and lowered after nothing names it any more. Internal to the library;
/// depends on formats, sources and failures.
@NullMarked
package io.tidemark.qcow2.refcount;

import org.jspecify.annotations.NullMarked;
