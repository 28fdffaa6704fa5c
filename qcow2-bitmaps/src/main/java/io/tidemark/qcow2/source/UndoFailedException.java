package io.tidemark.qcow2.source;

import java.io.IOException;

/// A write failed and putting the old bytes back failed too.
public final class UndoFailedException extends IOException {
    /// @param position  where in the image the write was
    /// @param cause  the failure of the write, with that of the undoing attached
    public UndoFailedException(String image, long position, Throwable cause) {
        super("%s: write at %d failed and could not be taken back".formatted(image, position), cause);
    }
}
