package io.tidemark.catalog;

/// The request does not fit the state in which the thing is now. Code `conflict`, or a more special one where the
/// caller can act upon it.
public final class Conflict extends CatalogException {
    public Conflict(String message) {
        super("conflict", message);
    }

    public Conflict(String code, String message) {
        super(code, message);
    }

    /// @param cause what the database said
    public Conflict(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
