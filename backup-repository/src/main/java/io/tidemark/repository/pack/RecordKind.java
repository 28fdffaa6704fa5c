package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.format.ObjectKind;
import org.jspecify.annotations.Nullable;

/// What a record of a pack is. A pack holds one kind only.
public enum RecordKind {
    CHUNK(0, ObjectKind.CHUNK_PACK),
    PAGE(1, ObjectKind.PAGE_PACK);

    private final int value;
    private final ObjectKind packKind;

    RecordKind(int value, ObjectKind packKind) {
        this.value = value;
        this.packKind = packKind;
    }

    ObjectKind packKind() {
        return packKind;
    }

    /// The byte of footers and index segments that tells a record's kind (upper half) and encoding (lower half).
    public int form(Encoding encoding) {
        return (value << 4) | encoding.value();
    }

    /// The kind in a form byte, or nothing if it is not known.
    public static @Nullable RecordKind ofForm(int form) {
        return switch (form >>> 4) {
            case 0 -> CHUNK;
            case 1 -> PAGE;
            default -> null;
        };
    }
}
