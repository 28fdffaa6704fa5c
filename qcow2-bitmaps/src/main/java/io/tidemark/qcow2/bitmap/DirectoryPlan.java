package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Bytes;
import io.tidemark.qcow2.format.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /// @param empty  whether it gets a new table without a bit set
    record Planned(BitmapDirectoryEntry entry, boolean empty) {}

    /// Applies changes in their order.
    static DirectoryPlan of(BitmapSet set, String image, List<BitmapChange> changes) throws BitmapException {
        Draft draft = new Draft(set, image);
        for (BitmapChange change : changes) {
            switch (change) {
                case BitmapChange.Add add -> draft.add(add);
                case BitmapChange.Remove remove -> draft.remove(remove.name());
                case BitmapChange.Clear clear -> draft.clear(clear.name());
                case BitmapChange.Rename rename -> draft.rename(rename.from(), rename.to());
                case BitmapChange.SetRecording recording -> draft.setRecording(recording);
            }
        }
        return draft.finished();
    }

    /// Whether it differs in nothing from what is there.
    boolean changesNothing(BitmapSet set) {
        return !set.invalidated()
                && entries.stream().noneMatch(Planned::empty)
                && entries.stream()
                        .map(Planned::entry)
                        .toList()
                        .equals(set.directory().entries());
    }

    private static final class Draft {
        private final BitmapSet set;
        private final Header header;
        private final String image;
        private final List<Slot> slots = new ArrayList<>();
        private final List<BitmapDirectoryEntry> dropped = new ArrayList<>();

        Draft(BitmapSet set, String image) {
            this.set = set;
            this.header = set.area().header();
            this.image = image;
            if (!set.invalidated()) {
                set.directory().entries().forEach(entry -> slots.add(new Slot(entry, entry, false)));
            }
        }

        void add(BitmapChange.Add add) throws BitmapException {
            Bytes name = freeName(add.name());
            int bits = Long.numberOfTrailingZeros(add.granularity());
            if (Long.bitCount(add.granularity()) != 1
                    || bits < BitmapDirectoryEntry.MIN_GRANULARITY_BITS
                    || bits > BitmapDirectoryEntry.MAX_GRANULARITY_BITS) {
                throw limit("granularity of \"%s\" is %d bytes, expected a power of two from 512 to 2^31"
                        .formatted(add.name(), add.granularity()));
            }
            long tableEntries = BitmapDirectoryEntry.tableEntriesFor(header, bits);
            if (tableEntries == 0) {
                throw limit("a disk of 0 bytes cannot have a bitmap");
            }
            if (tableEntries << header.clusterBits()
                    > Math.max(BitmapDirectoryEntry.MAX_BITMAP_BYTES, header.clusterSize())) {
                throw limit(
                        "\"%s\" would need more than 512 MiB for a disk of %d bytes. Choose a larger granularity than %d."
                                .formatted(add.name(), header.virtualSize(), add.granularity()));
            }
            int flags = add.recording() == Recording.ON ? BitmapDirectoryEntry.AUTO : 0;
            slots.add(new Slot(
                    null,
                    new BitmapDirectoryEntry(
                            0, tableEntries, flags, BitmapDirectoryEntry.TYPE_DIRTY, bits, Bytes.EMPTY, name),
                    true));
        }

        void remove(String name) throws BitmapException {
            Optional<Slot> slot = slot(name);
            if (slot.isPresent()) {
                slots.remove(slot.get());
                slot.get().drop(dropped);
            } else if (!isVoid(name)) {
                throw missing(name);
            }
        }

        void clear(String name) throws BitmapException {
            Slot slot = usable(name);
            slot.drop(dropped);
            slots.set(slots.indexOf(slot), new Slot(null, slot.entry(), true));
        }

        void rename(String from, String to) throws BitmapException {
            Slot slot = usable(from);
            BitmapDirectoryEntry old = slot.entry();
            slots.set(slots.indexOf(slot), slot.with(old.with(old.tableOffset(), old.flags(), freeName(to))));
        }

        void setRecording(BitmapChange.SetRecording change) throws BitmapException {
            Slot slot = usable(change.name());
            BitmapDirectoryEntry old = slot.entry();
            int flags = change.recording() == Recording.ON
                    ? old.flags() | BitmapDirectoryEntry.AUTO
                    : old.flags() & ~BitmapDirectoryEntry.AUTO;
            slots.set(slots.indexOf(slot), slot.with(old.with(old.tableOffset(), flags, old.name())));
        }

        DirectoryPlan finished() throws BitmapException {
            if (slots.size() > BitmapsExtension.MAX_COUNT) {
                throw limit("%d bitmaps, at most 65535 are possible. Remove some.".formatted(slots.size()));
            }
            long size = slots.stream().mapToLong(slot -> slot.entry().length()).sum();
            if (size > BitmapsExtension.MAX_DIRECTORY_SIZE) {
                throw limit("the directory would have %d bytes, at most %d are possible. Remove bitmaps."
                        .formatted(size, BitmapsExtension.MAX_DIRECTORY_SIZE));
            }
            List<Planned> entries = slots.stream()
                    .map(slot -> new Planned(slot.entry(), slot.empty()))
                    .toList();
            return new DirectoryPlan(entries, dropped);
        }

        private Optional<Slot> slot(String name) {
            Bytes bytes = Bytes.of(name);
            return slots.stream()
                    .filter(slot -> slot.entry().name().equals(bytes))
                    .findFirst();
        }

        private boolean isVoid(String name) {
            Bytes bytes = Bytes.of(name);
            return set.invalidated()
                    && set.directory().entries().stream()
                            .anyMatch(entry -> entry.name().equals(bytes));
        }

        private Slot usable(String name) throws BitmapException {
            Optional<Slot> slot = slot(name);
            if (slot.isEmpty()) {
                throw isVoid(name)
                        ? new BitmapException(
                                Problem.INVALIDATED,
                                image,
                                "bitmap \"%s\" is void, a program without bitmap support wrote to the image. Remove it and back up fully."
                                        .formatted(name))
                        : missing(name);
            }
            if (slot.get().entry().has(BitmapDirectoryEntry.IN_USE)) {
                throw new BitmapException(
                        Problem.IN_USE,
                        image,
                        "bitmap \"%s\" was not stored when the image was last open (in_use). It can only be removed."
                                .formatted(name));
            }
            return slot.get();
        }

        private Bytes freeName(String name) throws BitmapException {
            Bytes bytes = Bytes.of(name);
            if (bytes.length() == 0 || bytes.length() > BitmapDirectoryEntry.MAX_NAME) {
                throw limit("a bitmap's name must have 1 to 1023 bytes, this one has " + bytes.length());
            }
            if (slot(name).isPresent()) {
                throw new BitmapException(
                        Problem.EXISTS,
                        image,
                        "there is a bitmap \"%s\" already. Choose another name.".formatted(name));
            }
            return bytes;
        }

        private BitmapException missing(String name) {
            return new BitmapException(
                    Problem.MISSING, image, "there is no bitmap \"%s\". List the bitmaps again.".formatted(name));
        }

        private BitmapException limit(String found) {
            return new BitmapException(Problem.LIMIT, image, found);
        }
    }

    /// @param original  the entry on disk whose table this one still has, `null` when it has a new one
    private record Slot(@Nullable BitmapDirectoryEntry original, BitmapDirectoryEntry entry, boolean empty) {
        Slot with(BitmapDirectoryEntry changed) {
            return new Slot(original, changed, empty);
        }

        void drop(List<BitmapDirectoryEntry> dropped) {
            if (original != null) {
                dropped.add(original);
            }
        }
    }
}
