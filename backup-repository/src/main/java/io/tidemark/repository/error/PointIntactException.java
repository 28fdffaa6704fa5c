package io.tidemark.repository.error;

/// A point was to be deleted as a damaged one, and its manifest is intact. Nothing was deleted.
public final class PointIntactException extends RepositoryException {

    public static final String CODE = "point-intact";

    /// Tells what happened.
    ///
    /// @param point  which one
    public PointIntactException(String point) {
        super(
                CODE,
                "The manifest of point " + point + " is not damaged: delete it without --damaged. Nothing was deleted.",
                null);
    }
}
