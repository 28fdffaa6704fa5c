package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditHead;

/// The newest entry of the audit trail. Keep it elsewhere: a later check tells whether it is still in the
/// trail.
///
/// @param number  0 for a trail without entries
/// @param hash  SHA-256 of that entry, in lower-case hexadecimal
record AuditHeadView(long number, String hash) {
    static AuditHeadView of(AuditHead head) {
        return new AuditHeadView(head.number(), head.hash());
    }
}
