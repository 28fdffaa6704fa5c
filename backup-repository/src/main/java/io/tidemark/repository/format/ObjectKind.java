package io.tidemark.repository.format;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a binary object of the repository is, and where such objects are kept.
///
/// Values that are not named here are reserved for kinds to come.
public enum ObjectKind {
    CHUNK_PACK(1, "chunk pack"),
    PAGE_PACK(2, "page pack"),
    INDEX_SEGMENT(3, "index segment"),
    POINT(4, "point manifest"),
    CONDEMNED(5, "condemned list"),
    FENCE(6, "fence"),
    VERDICT(7, "verdict"),
    PIN(8, "pin"),
    VERIFIED_PACKS(9, "list of verified packs"),
    DAMAGE_LIST(10, "damage list"),
    KEY(11, "key");

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

    /// The values that are known, for messages.
    static String known() {
        return Arrays.stream(values())
                .map(kind -> Integer.toString(kind.value))
                .collect(Collectors.joining(", ", "kinds ", ""));
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
