package io.tidemark.repository.error;

/// The repository has no such recovery point, or the point no such disk.
public final class PointMissingException extends RepositoryException {

    public static final String CODE = "point-missing";

    /// Tells what happened.
    ///
    /// @param what  what was looked for: "point 0192...", "disk vdb of point 0192..."
    /// @param location  the repository's location
    public PointMissingException(String what, String location) {
        super(
                CODE,
                "No " + what + " in the repository at " + location + ". `tidemark points` lists what is there.",
                null);
    }
}
