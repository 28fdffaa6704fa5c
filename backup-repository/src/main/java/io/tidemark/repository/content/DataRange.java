package io.tidemark.repository.content;

/// A range of a disk that holds data, in bytes.
public record DataRange(long start, long length) {

    /// The first byte after the range.
    public long end() {
        return start + length;
    }
}
