package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The directory as the changes leave it, and what becomes unused.
///
/// @param entries  what the new directory lists
/// @param dropped  entries whose tables and data are not used any more
record DirectoryPlan(List<Planned> entries, List<BitmapDirectoryEntry> dropped) {
    DirectoryPlan {
        entries = List.copyOf(entries);
        dropped = List.copyOf(dropped);
    }

    /// An entry to be.
    ///
    /// @param bits  what the bits of its new table come from, `null` when it keeps the table it has
    record Planned(BitmapDirectoryEntry entry, @Nullable List<BitOrigin> bits) {}

    /// Applies changes in their order.
    static DirectoryPlan of(BitmapSet set, String image, List<BitmapChange> changes) throws BitmapException {
        DirectoryDraft draft = new DirectoryDraft(set, image);
        for (BitmapChange change : changes) {
            switch (change) {
                case BitmapChange.Add add -> draft.add(add);
                case BitmapChange.Remove remove -> draft.remove(remove.name());
                case BitmapChange.Clear clear -> draft.clear(clear.name());
                case BitmapChange.Rename rename -> draft.rename(rename.from(), rename.to());
                case BitmapChange.SetRecording recording -> draft.setRecording(recording);
                case BitmapChange.Mark mark -> draft.mark(mark);
                case BitmapChange.Merge merge -> draft.merge(merge.from(), merge.to());
            }
        }
        return draft.finished();
    }

    /// Whether it differs in nothing from what is there.
    boolean changesNothing(BitmapSet set) {
        return !set.invalidated()
                && entries.stream().allMatch(planned -> planned.bits() == null)
                && entries.stream()
                        .map(Planned::entry)
                        .toList()
                        .equals(set.directory().entries());
    }
}
