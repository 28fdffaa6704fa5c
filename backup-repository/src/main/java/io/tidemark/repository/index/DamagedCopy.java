package io.tidemark.repository.index;

import io.tidemark.repository.pack.PackId;
import java.util.UUID;

/// A record in a pack that is not what was stored there, or [#UNNAMED].
///
/// @param offset  where it begins, or [#WHOLE_PACK] when the pack is missing, or [#FOOTER]
public record DamagedCopy(PackId pack, int offset) implements Comparable<DamagedCopy> {

    /// No record begins there.
    public static final int WHOLE_PACK = 0;

    /// No record begins there: the pack's header or footer is damaged, so that it cannot tell what it holds.
    /// Its records are another matter.
    public static final int FOOTER = 1;

    /// Stands for records that something refers to and no segment names: nobody knows in which packs they were. As long
    /// as it is listed, writers look for each record that they would count on.
    public static final DamagedCopy UNNAMED = new DamagedCopy(new PackId(new UUID(0, 0)), WHOLE_PACK);

    public DamagedCopy {
        if (offset < 0) {
            throw new IllegalArgumentException("No record begins at " + offset);
        }
    }

    @Override
    public int compareTo(DamagedCopy other) {
        int order = pack.compareTo(other.pack);
        return order != 0 ? order : Integer.compare(offset, other.offset);
    }
}
