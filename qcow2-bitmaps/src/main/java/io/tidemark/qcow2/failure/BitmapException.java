package io.tidemark.qcow2.failure;

/// A persistent bitmap, or the directory of them, cannot be used or changed as asked.
///
/// The guest data of the image is not affected. Codes: `bitmap-missing`, `bitmap-exists`, `bitmap-in-use`,
/// `bitmap-invalid`, `bitmap-directory-invalid`, `bitmaps-invalidated`, `bitmap-limit`,
/// `bitmap-not-writable`, `bitmap-not-recording`, `bitmap-store-uncertain`.
public final class BitmapException extends Qcow2Exception {
    /// Which way a bitmap failed, with the code it has outside.
    public enum Problem {
        /// No bitmap of that name.
        MISSING("bitmap-missing"),
        /// A bitmap of that name is there already.
        EXISTS("bitmap-exists"),
        /// A writer did not close the image: what the bitmap recorded is unknown.
        IN_USE("bitmap-in-use"),
        /// The bitmap's directory entry, table or data break the format.
        INVALID("bitmap-invalid"),
        /// The directory of bitmaps breaks the format: no bitmap can be read.
        DIRECTORY_INVALID("bitmap-directory-invalid"),
        /// A program that does not keep bitmaps wrote to the image: all of them are void.
        INVALIDATED("bitmaps-invalidated"),
        /// A limit of the format or of QEMU would be exceeded.
        LIMIT("bitmap-limit"),
        /// The state of the image forbids changing its bitmaps.
        NOT_WRITABLE("bitmap-not-writable"),
        /// The bitmap is turned off: it may have missed writes.
        NOT_RECORDING("bitmap-not-recording"),
        /// The write that switches the directory failed, and so did taking it back.
        STORE_UNCERTAIN("bitmap-store-uncertain");

        private final String code;

        Problem(String code) {
            this.code = code;
        }
    }

    private final Problem problem;

    /// @param problem  the way it failed
    /// @param image  name of the image
    /// @param message  what, where, expected and found, what to do
    public BitmapException(Problem problem, String image, String message) {
        super(problem.code, image + ": " + message, null);
        this.problem = problem;
    }

    /// The same with the failure that led to it.
    public BitmapException(Problem problem, String image, String message, Throwable cause) {
        super(problem.code, image + ": " + message, cause);
        this.problem = problem;
    }

    /// Which way it failed.
    public Problem problem() {
        return problem;
    }
}
