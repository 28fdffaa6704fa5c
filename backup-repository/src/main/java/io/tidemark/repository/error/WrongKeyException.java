package io.tidemark.repository.error;

/// No passphrase of a sealed repository is the one that was given.
public final class WrongKeyException extends RepositoryException {

    public static final String CODE = "wrong-key";

    /// Tells what happened.
    ///
    /// @param location  of the repository
    /// @param keys  how many keys were tried
    /// @param unreadable  how many could not be tried, as they are damaged
    public WrongKeyException(String location, int keys, int unreadable) {
        super(CODE, message(location, keys, unreadable), null);
    }

    private static String message(String location, int keys, int unreadable) {
        String damaged = unreadable == 0 ? "" : "; " + unreadable + " more could not be read";
        if (keys == 0) {
            return "Repository " + location + " is sealed, and there is no key under keys/ that could be tried"
                    + damaged
                    + ". Without one of its keys nobody can read it: bring back the objects under keys/ from a copy"
                    + " of the store.";
        }
        return "The passphrase opens none of the " + keys + " key(s) of the sealed repository " + location + damaged
                + ". Give the right one: without it nobody can read the repository, and nothing can bring it back.";
    }
}
