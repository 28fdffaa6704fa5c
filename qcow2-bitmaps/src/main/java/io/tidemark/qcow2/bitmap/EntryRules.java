package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.Header;
import org.jspecify.annotations.Nullable;

/// What QEMU demands of a directory entry before it opens the image, and the format before the bits may be
/// used.
final class EntryRules {
    private EntryRules() {}

    /// The first rule an entry breaks, in words; `null` when it breaks none. Of one in use, whose bits mean
    /// nothing, neither the size of the table counts nor whether it is there: so a killed writer may have
    /// left them.
    static @Nullable String violation(BitmapDirectoryEntry entry, Header header, long fileSize) {
        if ((entry.flags() & ~BitmapDirectoryEntry.KNOWN_FLAGS) != 0) {
            return "flags are %08x, only bits 0 to 2 are known".formatted(entry.flags());
        }
        if (entry.type() != BitmapDirectoryEntry.TYPE_DIRTY) {
            return "type is %d, only 1 (dirty tracking) is known".formatted(entry.type());
        }
        if (entry.granularityBits() < BitmapDirectoryEntry.MIN_GRANULARITY_BITS
                || entry.granularityBits() > BitmapDirectoryEntry.MAX_GRANULARITY_BITS) {
            return "granularity is 2^%d bytes, expected 2^9 to 2^31".formatted(entry.granularityBits());
        }
        if (entry.extra().length() > 0 && !entry.has(BitmapDirectoryEntry.EXTRA_DATA_COMPATIBLE)) {
            return "it has %d bytes of extra data that must be understood"
                    .formatted(entry.extra().length());
        }
        if (entry.name().length() > BitmapDirectoryEntry.MAX_NAME) {
            return "its name has %d bytes, at most 1023 are allowed"
                    .formatted(entry.name().length());
        }
        if (entry.has(BitmapDirectoryEntry.IN_USE)) {
            return placeViolation(entry, header);
        }
        long expected = BitmapDirectoryEntry.tableEntriesFor(header, entry.granularityBits());
        if (entry.tableEntries() != expected) {
            return "its table has %d entries, %d are needed for a disk of %d bytes"
                    .formatted(entry.tableEntries(), expected, header.virtualSize());
        }
        return tableViolation(entry, header, fileSize);
    }

    /// The same for the place of the table only.
    static @Nullable String tableViolation(BitmapDirectoryEntry entry, Header header, long fileSize) {
        String violation = placeViolation(entry, header);
        long bytes = entry.tableEntries() * Long.BYTES;
        if (violation == null && entry.tableOffset() > fileSize - bytes) {
            return "its table of %d bytes at %d is outside the file of %d bytes"
                    .formatted(bytes, entry.tableOffset(), fileSize);
        }
        return violation;
    }

    private static @Nullable String placeViolation(BitmapDirectoryEntry entry, Header header) {
        if (entry.tableEntries() == 0) {
            return "its table has no entries";
        }
        if (entry.tableEntries() << header.clusterBits()
                > Math.max(BitmapDirectoryEntry.MAX_BITMAP_BYTES, header.clusterSize())) {
            return "its table has %d entries, more than 512 MiB of data".formatted(entry.tableEntries());
        }
        if (entry.tableOffset() <= 0 || (entry.tableOffset() & (header.clusterSize() - 1)) != 0) {
            return "its table is at %d, expected a multiple of the cluster size".formatted(entry.tableOffset());
        }
        return null;
    }
}
