package io.tidemark.repository.pack;

import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.sealing.Sealing;
import java.util.EnumMap;
import java.util.Map;

/// What packs a [PackWriter] would make of records that one thread appends, told without making them.
public final class PackForecast {

    /// A pack that is being filled.
    private record Filling(int records, long end) {}

    private final long packSize;
    private final int overhead;
    private final Map<RecordKind, Filling> open = new EnumMap<>(RecordKind.class);
    private long packs;
    private long bytes;
    private long records;

    /// @param packSize  bytes of a full pack
    public PackForecast(int packSize, Sealing sealing) {
        this.packSize = packSize;
        this.overhead = sealing.recordOverhead();
    }

    /// Bytes of a pack beside its records and their entries in the footer.
    public static int ofNoRecords(Sealing sealing) {
        return ObjectHeader.LENGTH + sealing.recordOverhead() + PackTrailer.LENGTH;
    }

    /// Counts one record more.
    ///
    /// @param storedLength  in the pack, sealed if the repository is
    public void append(RecordKind kind, int storedLength) {
        Filling pack = open.get(kind);
        if (pack == null || !OpenPack.hasRoomFor(storedLength, pack.records(), packSize - pack.end(), overhead)) {
            pack = new Filling(0, ObjectHeader.LENGTH);
            packs++;
            bytes += ObjectHeader.LENGTH + overhead + PackTrailer.LENGTH;
        }
        open.put(kind, new Filling(pack.records() + 1, pack.end() + storedLength));
        records++;
        bytes += storedLength + (long) PackEntry.LENGTH;
    }

    public long packs() {
        return packs;
    }

    /// Of all packs.
    public long bytes() {
        return bytes;
    }

    public long records() {
        return records;
    }
}
