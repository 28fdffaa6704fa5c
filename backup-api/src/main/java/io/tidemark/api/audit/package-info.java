/// The audit trail's side of every request that may change something. `AuditFilter` stands around all of
/// them and enters how they ended; `AuditedInvocation` enters, right before an endpoint is called, that it
/// is about to be; endpoints and filters that know more, such as a log-in, say so through `AuditNote`.
/// `AuditController` shows the trail. May use `access`; endpoints may use `AuditNote` and `Audited`.
@NullMarked
package io.tidemark.api.audit;

import org.jspecify.annotations.NullMarked;
