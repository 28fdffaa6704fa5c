package io.tidemark.qcow2.bitmap;

/// Whether QEMU notes writes in a bitmap when it opens the image (qcow2 specification, "Bitmap directory",
/// the flag `auto`).
public enum Recording {
    /// Writes set bits.
    ON,
    /// The bitmap stays as it is.
    OFF
}
