package io.tidemark.repository.error;

/// A passphrase was to be added that opens the repository already. Nothing was stored: were there two keys
/// for it, it would still open the repository after one of them was removed.
public final class PassphraseKnownException extends RepositoryException {

    public static final String CODE = "passphrase-known";

    /// Tells what happened.
    ///
    /// @param location  of the repository
    /// @param key  the one that it opens
    /// @param label  of that key; may be empty
    public PassphraseKnownException(String location, String key, String label) {
        super(
                CODE,
                "The new passphrase opens repository " + location + " already, by key " + key
                        + (label.isEmpty() ? "" : " (" + label + ")")
                        + "; nothing was stored. Choose another one. To do without a key instead, give a passphrase"
                        + " that is to stay and use `tidemark repository key remove`.",
                null);
    }
}
