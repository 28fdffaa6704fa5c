package io.tidemark.catalog;

/// Another thing of the same kind has that name already. Codes: `machine-exists`, `policy-exists`,
/// `repository-exists`, `token-exists`, `user-exists`.
public final class NameTaken extends CatalogException {
    public NameTaken(String what, String name) {
        super(what + "-exists", message(what, name));
    }

    /// Two asked for the name at the same moment and the database let one through.
    public NameTaken(String what, String name, Throwable cause) {
        super(what + "-exists", message(what, name), cause);
    }

    private static String message(String what, String name) {
        return "There is a " + what + " named \"" + name + "\" already. Choose another name.";
    }
}
