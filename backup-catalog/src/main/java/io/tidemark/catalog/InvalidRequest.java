package io.tidemark.catalog;

/// A value that can never be accepted, whatever the state of the catalog. The code names the rule, for example
/// `cursor-invalid` or `pool-missing`.
public final class InvalidRequest extends CatalogException {
    public InvalidRequest(String code, String message) {
        super(code, message);
    }
}
