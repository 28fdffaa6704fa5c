package io.tidemark.repository.collection;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.BoundedReader;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// How the objects of a collection write down ids: a 32-bit count, then 16 bytes each, ascending.
final class IdList {

    /// Bytes of an id.
    static final int ID_LENGTH = 16;

    private IdList() {}

    static int length(Collection<?> ids) {
        return Integer.BYTES + ids.size() * ID_LENGTH;
    }

    static <T extends Comparable<T>> void write(ByteBuffer out, Collection<T> ids, Function<T, UUID> uuid) {
        out.putInt(ids.size());
        ids.stream()
                .sorted()
                .map(uuid)
                .forEach(id -> out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
    }

    static <T> Set<T> read(BoundedReader in, Function<UUID, T> make, String what) throws ObjectCorruptException {
        int count = in.count(in.remaining() / ID_LENGTH, "number of " + what);
        Set<T> ids = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(make.apply(in.uuid(what)));
        }
        return ids;
    }
}
