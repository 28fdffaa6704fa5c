package io.tidemark.catalog.token;

/// What a request under an idempotency key can create.
public enum Created {
    RUN("run_id"),
    MACHINE("machine_id"),
    REPOSITORY("repository_id"),
    POLICY("policy_id");

    private final String column;

    Created(String column) {
        this.column = column;
    }

    /// Where the key notes the id of such a thing.
    String column() {
        return column;
    }
}
