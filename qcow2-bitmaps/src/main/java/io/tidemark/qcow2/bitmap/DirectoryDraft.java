package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Bytes;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ByteRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The directory while changes are applied to it, one after the other.
final class DirectoryDraft {
    private final BitmapSet set;
    private final Header header;
    private final String image;
    /// In the order of the directory; `null` where an entry went.
    private final List<@Nullable Slot> slots = new ArrayList<>();
    private final Map<Bytes, Integer> places = new HashMap<>();
    /// The names as QEMU tells them apart: what comes after a NUL does not count.
    private final Set<Bytes> taken = new HashSet<>();
    private final List<BitmapDirectoryEntry> dropped = new ArrayList<>();

    /// An entry as the changes so far leave it.
    ///
    /// @param original  the entry on disk whose table this one still has, `null` when it gets a new one
    /// @param bits  what the bits of the new table come from
    private record Slot(
            BitmapDirectoryEntry entry, @Nullable BitmapDirectoryEntry original, List<BitOrigin> bits) {
        Slot {
            bits = List.copyOf(bits);
        }

        static Slot stored(BitmapDirectoryEntry entry) {
            return new Slot(entry, entry, List.of(new BitOrigin.Stored(entry, 0)));
        }

        Slot with(BitmapDirectoryEntry changed) {
            return new Slot(changed, original, bits);
        }

        DirectoryPlan.Planned planned() {
            return new DirectoryPlan.Planned(entry, original == null ? bits : null);
        }
    }

    DirectoryDraft(BitmapSet set, String image) {
        this.set = set;
        this.header = set.area().header();
        this.image = image;
        if (!set.invalidated()) {
            set.directory().entries().forEach(entry -> append(Slot.stored(entry)));
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
        BitmapDirectoryEntry entry = new BitmapDirectoryEntry(
                0, tableEntries, flags, BitmapDirectoryEntry.TYPE_DIRTY, bits, Bytes.EMPTY, name);
        append(new Slot(entry, null, List.of()));
    }

    void remove(String name) throws BitmapException {
        Integer place = places.remove(Bytes.of(name));
        if (place != null) {
            drop(slot(place));
            taken.remove(slot(place).entry().name().untilNul());
            slots.set(place, null);
        } else if (!isVoid(name)) {
            throw missing(name);
        }
    }

    void clear(String name) throws BitmapException {
        int place = usable(name);
        replaceBits(place, List.of());
    }

    void mark(BitmapChange.Mark mark) throws BitmapException {
        int place = usable(mark.name());
        for (ByteRange range : mark.ranges()) {
            if (range.end() > header.virtualSize()) {
                throw limit("bytes %d+%d cannot be marked in \"%s\", the disk has %d bytes. Cut them at its end."
                        .formatted(range.start(), range.length(), mark.name(), header.virtualSize()));
            }
        }
        if (!mark.ranges().isEmpty()) {
            addBits(place, List.of(new BitOrigin.Ranges(mark.ranges(), 0)));
        }
    }

    void merge(String from, String to) throws BitmapException {
        int source = usable(from);
        int target = usable(to);
        if (source != target) {
            int granularityBits = slot(source).entry().granularityBits();
            addBits(
                    target,
                    slot(source).bits().stream()
                            .map(origin -> origin.through(granularityBits))
                            .toList());
        }
    }

    void rename(String from, String to) throws BitmapException {
        int place = usable(from);
        BitmapDirectoryEntry old = slot(place).entry();
        taken.remove(old.name().untilNul());
        Bytes name = freeName(to);
        places.remove(old.name());
        places.put(name, place);
        taken.add(name);
        slots.set(place, slot(place).with(old.with(old.tableOffset(), old.flags(), name)));
    }

    void setRecording(BitmapChange.SetRecording change) throws BitmapException {
        int place = usable(change.name());
        BitmapDirectoryEntry old = slot(place).entry();
        int flags = change.recording() == Recording.ON
                ? old.flags() | BitmapDirectoryEntry.AUTO
                : old.flags() & ~BitmapDirectoryEntry.AUTO;
        slots.set(place, slot(place).with(old.with(old.tableOffset(), flags, old.name())));
    }

    DirectoryPlan finished() throws BitmapException {
        List<DirectoryPlan.Planned> entries =
                slots.stream().filter(Objects::nonNull).map(Slot::planned).toList();
        if (entries.size() > BitmapsExtension.MAX_COUNT) {
            throw limit("%d bitmaps, at most 65535 are possible. Remove some.".formatted(entries.size()));
        }
        long size =
                entries.stream().mapToLong(planned -> planned.entry().length()).sum();
        if (size > BitmapsExtension.MAX_HELD_SIZE) {
            throw limit("the directory would have %d bytes, at most %d are possible. Remove bitmaps."
                    .formatted(size, BitmapsExtension.MAX_HELD_SIZE));
        }
        return new DirectoryPlan(entries, dropped);
    }

    private void append(Slot slot) {
        places.put(slot.entry().name(), slots.size());
        taken.add(slot.entry().name().untilNul());
        slots.add(slot);
    }

    private Slot slot(int place) {
        return Objects.requireNonNull(slots.get(place));
    }

    private void addBits(int place, List<BitOrigin> more) throws BitmapException {
        List<BitOrigin> bits = new ArrayList<>(slot(place).bits());
        more.stream().filter(origin -> !bits.contains(origin)).forEach(bits::add);
        if (bits.size() > BitComposer.MOST_ORIGINS) {
            throw limit("bits of more than %d places cannot go into \"%s\" at once. Store in between."
                    .formatted(
                            BitComposer.MOST_ORIGINS, slot(place).entry().name().text()));
        }
        replaceBits(place, bits);
    }

    private void replaceBits(int place, List<BitOrigin> bits) {
        Slot old = slot(place);
        drop(old);
        slots.set(place, new Slot(old.entry(), null, bits));
    }

    private void drop(Slot slot) {
        if (slot.original() != null) {
            dropped.add(slot.original());
        }
    }

    private boolean isVoid(String name) {
        Bytes bytes = Bytes.of(name);
        return set.invalidated()
                && set.directory().entries().stream()
                        .anyMatch(entry -> entry.name().equals(bytes));
    }

    private int usable(String name) throws BitmapException {
        Integer place = places.get(Bytes.of(name));
        if (place == null) {
            throw isVoid(name)
                    ? new BitmapException(
                            Problem.INVALIDATED,
                            image,
                            "bitmap \"%s\" is void, a program without bitmap support wrote to the image. Remove it and back up fully."
                                    .formatted(name))
                    : missing(name);
        }
        if (slot(place).entry().has(BitmapDirectoryEntry.IN_USE)) {
            throw new BitmapException(
                    Problem.IN_USE,
                    image,
                    "bitmap \"%s\" was not stored when the image was last open (in_use). It can only be removed."
                            .formatted(name));
        }
        return place;
    }

    private Bytes freeName(String name) throws BitmapException {
        String violation = BitmapDirectoryEntry.nameViolation(name);
        if (violation != null) {
            throw limit(violation);
        }
        Bytes bytes = Bytes.of(name);
        if (places.containsKey(bytes) || taken.contains(bytes)) {
            throw new BitmapException(
                    Problem.EXISTS, image, "there is a bitmap \"%s\" already. Choose another name.".formatted(name));
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
