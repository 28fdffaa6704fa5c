package io.tidemark.qcow2.source;

/// How an image file is opened, and whom that keeps out: what QEMU's image locking (bytes 100 and 200 onwards
/// of the file) has for it.
public enum Access {
    /// Reading: other readers may come, writers stay out for as long as the image is open.
    READ,
    /// Reading and writing: nobody else may have the image open.
    WRITE
}
