package io.tidemark.repository.chunk;

import org.jspecify.annotations.Nullable;

/// How a record's bytes stand for its plain bytes.
public enum Encoding {
    /// They are the plain bytes.
    RAW(0),
    /// They are one zstd frame.
    ZSTD(1);

    private final int value;

    Encoding(int value) {
        this.value = value;
    }

    /// The number that stands for it in footers and index segments: 0 to 15.
    public int value() {
        return value;
    }

    public static @Nullable Encoding of(int value) {
        return switch (value) {
            case 0 -> RAW;
            case 1 -> ZSTD;
            default -> null;
        };
    }
}
