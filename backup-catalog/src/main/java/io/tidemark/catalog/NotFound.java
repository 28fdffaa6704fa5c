package io.tidemark.catalog;

import java.util.UUID;

/// There is no such thing in the catalog. Code `not-found`.
public final class NotFound extends CatalogException {
    /// @param what the kind of thing, as the glossary names it, for example `machine`
    public NotFound(String what, UUID id) {
        super("not-found", "There is no " + what + " with the id " + id + ".");
    }

    /// @param name what it was called by, for things without an id
    public NotFound(String what, String name) {
        super("not-found", "There is no " + what + " \"" + name + "\".");
    }
}
