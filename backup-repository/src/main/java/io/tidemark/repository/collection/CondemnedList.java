package io.tidemark.repository.collection;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Packs that a collector means to delete later: writers should use them no more. Nothing is deleted because of it
/// alone.
///
/// @param id  names it
record CondemnedList(UUID id, Set<PackId> packs) {

    static final String PREFIX = CollectionLog.PREFIX + "condemned/";

    /// So that a list, and a fence and a verdict on it, stay far below the size of an object.
    static final int MAX_PACKS = 1 << 20;

    CondemnedList {
        packs = Set.copyOf(packs);
    }

    /// Lists of packs, as few as it takes.
    static List<CondemnedList> of(List<PackId> packs) {
        List<CondemnedList> lists = new ArrayList<>();
        for (int from = 0; from < packs.size(); from += MAX_PACKS) {
            int to = Math.min(packs.size(), from + MAX_PACKS);
            lists.add(new CondemnedList(Repeatable.randomId(), Set.copyOf(packs.subList(from, to))));
        }
        return lists;
    }

    static String key(UUID id) {
        return PREFIX + id;
    }

    static UUID ofKey(String key) {
        return CanonicalUuid.parse(key.substring(PREFIX.length()));
    }

    ByteBuffer encode(Sealing sealing) {
        ByteBuffer body = ByteBuffer.allocate(IdList.length(packs));
        IdList.write(body, packs, PackId::id);
        return sealing.enclose(ObjectKind.CONDEMNED, id, body.flip());
    }

    static CondemnedList parse(Sealing sealing, UUID id, ByteBuffer object) throws RepositoryException {
        BoundedReader in = sealing.open(key(id), object, ObjectKind.CONDEMNED, id);
        return new CondemnedList(id, IdList.read(in, PackId::new, "condemned packs"));
    }
}
