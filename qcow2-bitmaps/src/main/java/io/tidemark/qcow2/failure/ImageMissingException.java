package io.tidemark.qcow2.failure;

/// A file that an image names is not there (`file-missing`).
public final class ImageMissingException extends Qcow2Exception {
    /// @param what  the file: the image with the name it holds and what it is to the image
    /// @param cause  what the operating system said
    public ImageMissingException(String what, Throwable cause) {
        super("file-missing", what + " is missing. Put it back, or let the image name another.", cause);
    }
}
