package io.tidemark.repository.verification;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// When packs were last read and found intact ("List of verified packs" in `docs/repository-format.md`).
///
/// @param id  122 random bits, never used again
/// @param packs  with seconds since 1970, by the clock of who verified
record VerifiedPacks(UUID id, Map<PackId, Long> packs) {

    static final String PREFIX = "verifications/";

    private static final int ENTRY_LENGTH = 24;

    /// So that a list is an object of less than 64 MiB.
    private static final int MAX_PACKS = 2_500_000;

    VerifiedPacks {
        packs = Map.copyOf(packs);
    }

    String key() {
        return PREFIX + id;
    }

    ByteBuffer encode(Sealing sealing) {
        int count = Math.min(packs.size(), MAX_PACKS);
        ByteBuffer body = ByteBuffer.allocate(4 + count * ENTRY_LENGTH).order(ByteOrder.BIG_ENDIAN);
        body.putInt(count);
        new TreeMap<>(packs).entrySet().stream().limit(count).forEach(each -> {
            UUID pack = each.getKey().id();
            body.putLong(pack.getMostSignificantBits())
                    .putLong(pack.getLeastSignificantBits())
                    .putLong(each.getValue());
        });
        return sealing.enclose(ObjectKind.VERIFIED_PACKS, id, body.flip());
    }

    static VerifiedPacks parse(Sealing sealing, UUID id, ByteBuffer object) throws RepositoryException {
        BoundedReader in = sealing.open(PREFIX + id, object, ObjectKind.VERIFIED_PACKS, id);
        int count = in.count(in.remaining() / ENTRY_LENGTH, "number of packs");
        Map<PackId, Long> packs = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            packs.put(new PackId(in.uuid("pack id")), in.i64("seconds"));
        }
        return new VerifiedPacks(id, packs);
    }
}
