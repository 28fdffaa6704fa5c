package io.tidemark.api.audit;

/// A body with a secret in it, of which the audit trail may say some.
public interface AuditedInPart {
    /// What it may say: a record without the secret.
    Object audited();
}
