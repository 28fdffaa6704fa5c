package io.tidemark.repository.simulation;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.RecordCipher;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.AEADBadTagException;

/// A reading of the format of its own, as far as the simulation has to know what lies in the bucket. Only
/// what opens seals and manifests is the repository's.
final class FormatReading {

    /// Where a record lies in its pack.
    record Place(int offset, int length) {
        static final Place NONE = new Place(0, 0);
    }

    /// What an index segment says.
    record Entry(ChunkId id, String pack) {}

    private static final int TRAILER = 40;
    private static final int TRAILER_SEALED_WITH = 28;

    private final Sealing sealing;
    private final RecordCipher cipher;

    FormatReading(Sealing sealing) {
        this.sealing = sealing;
        this.cipher = sealing.recordCipher();
    }

    /// The records of a pack.
    ///
    /// @param pages  is told what the map pages among them lead to
    Map<ChunkId, Place> pack(String key, ByteBuffer object, Map<ChunkId, List<ChunkId>> pages) {
        UUID pack = PackId.ofKey(key).id();
        int trailer = object.limit() - TRAILER;
        int count = object.getInt(trailer);
        int start = object.getInt(trailer + 4);
        ByteBuffer footer = open(
                pack, start, bytes(object.slice(trailer, TRAILER_SEALED_WITH)), object.slice(start, trailer - start));
        ByteBuffer entries =
                ByteBuffer.allocate(footer.remaining()).put(footer.duplicate()).flip();
        boolean ofPages = object.get(10) == 2;
        Map<ChunkId, Place> records = new LinkedHashMap<>();
        for (int at = 0; at < 44 * count; at += 44) {
            ChunkId id = ChunkId.from(entries.slice(at, 32));
            Place place = new Place(entries.getInt(at + 40), entries.getInt(at + 32) & 0xffffff);
            records.put(id, place);
            if (ofPages) {
                byte[] associated = bytes(entries.slice(at, 33));
                pages.put(
                        id,
                        children(open(pack, place.offset(), associated, object.slice(place.offset(), place.length()))));
            }
        }
        return records;
    }

    private ByteBuffer open(UUID pack, int offset, byte[] associated, ByteBuffer stored) {
        try {
            return cipher.open(pack, offset, associated, stored).slice();
        } catch (AEADBadTagException e) {
            throw new AssertionError("What was stored in pack " + pack + " at " + offset + " cannot be opened", e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static List<ChunkId> children(ByteBuffer page) {
        List<ChunkId> children = new ArrayList<>();
        for (int at = 16; at < page.limit(); at += 32) {
            children.add(ChunkId.from(page.slice(at, 32)));
        }
        return children;
    }

    List<Entry> segment(String key, ByteBuffer object) {
        ByteBuffer table = body(key, object, ObjectKind.INDEX_SEGMENT);
        int count = (int) table.getLong(0);
        List<Entry> entries = new ArrayList<>();
        for (int at = 16; at < 16 + 44 * count; at += 44) {
            String pack =
                    uuid(table, 16 + 44 * count + 16 * table.getInt(at + 32)).toString();
            entries.add(new Entry(ChunkId.from(table.slice(at, 32)), "packs/" + pack.substring(0, 2) + "/" + pack));
        }
        return entries;
    }

    PointManifest point(String key, ByteBuffer object) {
        try {
            return PointManifest.parse(sealing, PointId.ofKey(key), object);
        } catch (RepositoryException e) {
            throw new AssertionError("A damaged manifest was stored", e);
        }
    }

    /// The points that a verdict admits.
    Set<PointId> verdict(String key, ByteBuffer object) {
        ByteBuffer body = body(key, object, ObjectKind.VERDICT);
        Set<PointId> admitted = new HashSet<>();
        int count = body.getInt(0);
        for (int i = 0; i < count; i++) {
            admitted.add(new PointId(uuid(body, 4 + 16 * i)));
        }
        return admitted;
    }

    /// What is told to be damaged.
    Set<DamagedCopy> damageList(String key, ByteBuffer object) {
        ByteBuffer body = body(key, object, ObjectKind.DAMAGE_LIST);
        Set<DamagedCopy> copies = new HashSet<>();
        int count = body.getInt(0);
        for (int at = 4; at < 4 + 20 * count; at += 20) {
            copies.add(new DamagedCopy(new PackId(uuid(body, at)), body.getInt(at + 16)));
        }
        return copies;
    }

    private ByteBuffer body(String key, ByteBuffer object, ObjectKind kind) {
        try {
            BoundedReader body = sealing.open(key, object, kind, uuid(object, 28));
            return body.bytes(body.remaining(), "the body").slice();
        } catch (RepositoryException e) {
            throw new AssertionError("A damaged " + kind + " was stored", e);
        }
    }

    private static UUID uuid(ByteBuffer bytes, int at) {
        return new UUID(bytes.getLong(at), bytes.getLong(at + 8));
    }
}
