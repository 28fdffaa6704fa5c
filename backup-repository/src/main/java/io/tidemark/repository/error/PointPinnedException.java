package io.tidemark.repository.error;

/// A point was to be deleted that is pinned. Nothing was deleted.
public final class PointPinnedException extends RepositoryException {

    public static final String CODE = "point-pinned";

    /// Tells what happened.
    ///
    /// @param point  which one
    /// @param pin  the key of one of its pins
    public PointPinnedException(String point, String pin) {
        super(
                CODE,
                "Point " + point + " is pinned (" + pin + ") and was not deleted. `tidemark points show " + point
                        + "` tells why it is, `tidemark points unpin " + point + "` lifts it.",
                null);
    }
}
