package io.tidemark.engine;

/// How the `tidemark` command ends; scripts rely on these numbers.
public enum ExitCode {
    /// Done.
    DONE(0),
    /// Failed.
    FAILED(1),
    /// Wrong usage.
    USAGE(2),
    /// Done, with warnings.
    WARNINGS(3),
    /// No such repository, point, machine, disk or file.
    MISSING(10),
    /// An image is in use, or a lock is held.
    BUSY(11),
    /// The key does not fit.
    WRONG_KEY(12),
    /// Data is corrupt.
    CORRUPT(13),
    /// Interrupted by the user.
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// The exit status of the process.
    public int number() {
        return number;
    }
}
