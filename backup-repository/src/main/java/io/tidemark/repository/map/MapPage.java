package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// One page of a map: up to 64 ids, of chunks in a leaf and of pages above ("Map page" in
/// `docs/repository-format.md`). Immutable. A page without any id does not exist: what it would cover is a hole.
public final class MapPage {

    static final int HEAD_LENGTH = 16;
    /// The longest page.
    public static final int MAX_LENGTH = HEAD_LENGTH + MapShape.FANOUT * ChunkId.LENGTH;

    /// `TMAP` in ASCII.
    private static final int MAGIC = 0x544d4150;
    private static final int VERSION = 1;

    private final int level;
    private final long present;
    private final ByteBuffer ids;

    private MapPage(int level, long present, ByteBuffer ids) {
        this.level = level;
        this.present = present;
        this.ids = ids;
    }

    /// @param slots  64 ids, null for what is a hole; at least one is there
    static MapPage of(int level, @Nullable ChunkId[] slots) {
        long present = 0;
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            if (slots[slot] != null) {
                present |= 1L << slot;
            }
        }
        ByteBuffer ids =
                ByteBuffer.allocate(Long.bitCount(present) * ChunkId.LENGTH).order(ByteOrder.BIG_ENDIAN);
        for (ChunkId id : slots) {
            if (id != null) {
                id.encode(ids);
            }
        }
        return new MapPage(level, present, ids.flip());
    }

    static MapPage parse(BoundedReader in) throws RepositoryException {
        if (in.u32("magic") != MAGIC) {
            throw in.corrupt(4, "a map page", "other bytes");
        }
        int version = in.u8("version");
        if (version != VERSION) {
            throw new FormatTooNewException(in.key(), "map page version " + version, "only version " + VERSION);
        }
        int level = in.u8("level");
        in.zeros(2, "reserved bytes");
        long present = in.i64("presence bits");
        if (present == 0 || level > MapShape.MAX_LEVEL || in.remaining() != Long.bitCount(present) * ChunkId.LENGTH) {
            throw new ObjectCorruptException(
                    in.key(),
                    in.offset() - HEAD_LENGTH,
                    "a page of level 0 to " + MapShape.MAX_LEVEL + " with 1 to 64 ids as its bits say",
                    "level " + level + ", " + Long.bitCount(present) + " bits and " + in.remaining() + " bytes");
        }
        ByteBuffer ids = ByteBuffer.allocate(in.remaining()).order(ByteOrder.BIG_ENDIAN);
        return new MapPage(
                level, present, ids.put(in.bytes(in.remaining(), "ids")).flip());
    }

    /// The page's bytes, whose SHA-256 is its id.
    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_LENGTH + ids.limit()).order(ByteOrder.BIG_ENDIAN);
        bytes.putInt(MAGIC)
                .put((byte) VERSION)
                .put((byte) level)
                .putShort((short) 0)
                .putLong(present);
        return bytes.put(ids.duplicate()).flip();
    }

    int level() {
        return level;
    }

    /// Which slots have an id: bit 0 is the first.
    long present() {
        return present;
    }

    @Nullable
    ChunkId id(int slot) {
        long bit = 1L << slot;
        if ((present & bit) == 0) {
            return null;
        }
        ByteBuffer at = ids.duplicate().order(ByteOrder.BIG_ENDIAN);
        return ChunkId.from(at.position(Long.bitCount(present & (bit - 1)) * ChunkId.LENGTH));
    }

    @Nullable
    ChunkId[] slots() {
        @Nullable ChunkId[] slots = new @Nullable ChunkId[MapShape.FANOUT];
        ByteBuffer at = ids.duplicate().order(ByteOrder.BIG_ENDIAN);
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            slots[slot] = (present & (1L << slot)) == 0 ? null : ChunkId.from(at);
        }
        return slots;
    }
}
