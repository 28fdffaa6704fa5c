/// Who asked for which change, when, from where, and how it ended: entries that are only ever added, each
/// chained to the one before by its hash.
///
/// Start at [io.tidemark.catalog.audit.AuditTrail], which adds; [io.tidemark.catalog.audit.AuditChain]
/// makes the hashes as `docs/operations/audit.md` describes them, and
/// [io.tidemark.catalog.audit.CheckAudit] finds the first entry that is not what was written. May use the
/// root package.
@NullMarked
package io.tidemark.catalog.audit;

import org.jspecify.annotations.NullMarked;
