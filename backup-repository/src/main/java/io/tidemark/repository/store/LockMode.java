package io.tidemark.repository.store;

import java.util.Locale;

/// Who may take a lock off an object before its date.
public enum LockMode {
    /// Who has the right to `s3:BypassGovernanceRetention`. Tidemark never makes use of it.
    GOVERNANCE,
    /// Nobody, the owner of the account included.
    COMPLIANCE;

    /// The name in `tidemark.json` and on the command line: lower case.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
