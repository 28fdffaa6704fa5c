package io.tidemark.catalog;

/// A request that the catalog refuses, with a stable code that is the same in problem details, on the command line
/// and in the dashboard. The catalog is as it was before the request.
public abstract class CatalogException extends RuntimeException {
    private final String code;

    protected CatalogException(String code, String message) {
        super(message);
        this.code = code;
    }

    protected CatalogException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The stable code, in lower case with hyphens, for example `machine-exists`.
    public final String code() {
        return code;
    }
}
