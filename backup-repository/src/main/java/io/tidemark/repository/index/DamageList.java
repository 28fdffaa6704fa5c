package io.tidemark.repository.index;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Copies that a verification has found damaged ("Damage list" in `docs/repository-format.md`). Writers do
/// not count on them.
///
/// @param id  122 random bits, never used again
record DamageList(UUID id, Set<DamagedCopy> copies) {

    static final String PREFIX = "damaged/";

    private static final int ENTRY_LENGTH = 20;

    /// So that a list is an object of less than 64 MiB.
    private static final int MAX_COPIES = 3_000_000;

    DamageList {
        copies = Set.copyOf(copies);
    }

    String key() {
        return PREFIX + id;
    }

    ByteBuffer encode(Sealing sealing) {
        List<DamagedCopy> sorted =
                new TreeSet<>(copies).stream().limit(MAX_COPIES).toList();
        ByteBuffer body = ByteBuffer.allocate(4 + sorted.size() * ENTRY_LENGTH).order(ByteOrder.BIG_ENDIAN);
        body.putInt(sorted.size());
        for (DamagedCopy copy : sorted) {
            UUID pack = copy.pack().id();
            body.putLong(pack.getMostSignificantBits())
                    .putLong(pack.getLeastSignificantBits())
                    .putInt(copy.offset());
        }
        return sealing.enclose(ObjectKind.DAMAGE_LIST, id, body.flip());
    }

    static DamageList parse(Sealing sealing, UUID id, ByteBuffer object) throws RepositoryException {
        String key = PREFIX + id;
        BoundedReader in = sealing.open(key, object, ObjectKind.DAMAGE_LIST, id);
        int count = in.count(in.remaining() / ENTRY_LENGTH, "number of damaged copies");
        Set<DamagedCopy> copies = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            PackId pack = new PackId(in.uuid("pack id"));
            copies.add(new DamagedCopy(pack, in.count(Integer.MAX_VALUE, "offset of a record")));
        }
        return new DamageList(id, copies);
    }
}
