package io.tidemark.qcow2.source;

/// How an image file is opened, and whom that keeps out.
public enum Access {
    /// Reading: other readers may come, writers stay out for as long as the image is open.
    READ,
    /// Reading and writing: nobody else may have the image open.
    WRITE
}
