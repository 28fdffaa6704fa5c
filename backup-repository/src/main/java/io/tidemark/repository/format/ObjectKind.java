package io.tidemark.repository.format;

import org.jspecify.annotations.Nullable;

/// What a binary object of the repository is, and where such objects are kept.
///
/// Values from 5 on are reserved for kinds to come (keys, condemned lists, epochs).
public enum ObjectKind {
    CHUNK_PACK(1, "chunk pack"),
    PAGE_PACK(2, "page pack"),
    INDEX_SEGMENT(3, "index segment"),
    POINT(4, "point manifest");

    private final int value;
    private final String title;

    ObjectKind(int value, String title) {
        this.value = value;
        this.title = title;
    }

    /// The byte that stands for it in an [ObjectHeader].
    public int value() {
        return value;
    }

    static @Nullable ObjectKind of(int value) {
        for (ObjectKind kind : values()) {
            if (kind.value == value) {
                return kind;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return title;
    }
}
