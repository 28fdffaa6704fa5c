package io.tidemark.repository.collection;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.util.Set;

/// What a collector found after it had raised the fence of the same epoch.
///
/// @param admitted  every point that was there; a point of an earlier epoch that is not among them is void
/// @param packs  of the fence, that none of these points needs: they are being deleted, or are deleted
record Verdict(Epoch epoch, Set<PointId> admitted, Set<PackId> packs) {

    static final String PREFIX = CollectionLog.PREFIX + "verdicts/";

    Verdict {
        admitted = Set.copyOf(admitted);
        packs = Set.copyOf(packs);
    }

    static String key(Epoch epoch) {
        return PREFIX + epoch;
    }

    /// Whether a point is void by it.
    ///
    /// @param heeded  the epoch in the point's manifest
    boolean voids(PointId point, Epoch heeded) {
        return epoch.isAfter(heeded) && !admitted.contains(point);
    }

    ByteBuffer encode(Sealing sealing) {
        ByteBuffer body = ByteBuffer.allocate(IdList.length(admitted) + IdList.length(packs));
        IdList.write(body, admitted, PointId::id);
        IdList.write(body, packs, PackId::id);
        return sealing.enclose(ObjectKind.VERDICT, epoch.objectId(), body.flip());
    }

    static Verdict parse(Sealing sealing, Epoch epoch, ByteBuffer object) throws RepositoryException {
        BoundedReader in = sealing.open(key(epoch), object, ObjectKind.VERDICT, epoch.objectId());
        Set<PointId> admitted = IdList.read(in, PointId::new, "admitted points");
        return new Verdict(epoch, admitted, IdList.read(in, PackId::new, "packs to be deleted"));
    }
}
