package io.tidemark.repository.collection;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.util.Set;

/// From the moment it is stored, the packs it names are at stake: a point that is committed without its writer having
/// heeded this fence is void unless the [Verdict] admits it.
///
/// @param packs  that may be deleted
record Fence(Epoch epoch, Set<PackId> packs) {

    static final String PREFIX = CollectionLog.PREFIX + "fences/";

    Fence {
        packs = Set.copyOf(packs);
    }

    static String key(Epoch epoch) {
        return PREFIX + epoch;
    }

    ByteBuffer encode(Sealing sealing) {
        ByteBuffer body = ByteBuffer.allocate(IdList.length(packs));
        IdList.write(body, packs, PackId::id);
        return sealing.enclose(ObjectKind.FENCE, epoch.objectId(), body.flip());
    }

    static Fence parse(Sealing sealing, Epoch epoch, ByteBuffer object) throws RepositoryException {
        BoundedReader in = sealing.open(key(epoch), object, ObjectKind.FENCE, epoch.objectId());
        return new Fence(epoch, IdList.read(in, PackId::new, "packs at stake"));
    }
}
