package io.tidemark.engine.mark;

/// Whether an image's bitmaps are worth looking at.
public enum MarksState {
    /// They are kept by whoever writes to the image, or there are none.
    VALID,
    /// The image was written by a program that does not keep them: the autoclear bit is clear.
    INVALIDATED,
    /// Their directory breaks the format.
    UNREADABLE
}
