package io.tidemark.repository.collection;

import io.tidemark.repository.collection.CollectReport.Cost;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.PendingEntries;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.pack.FetchRange;
import io.tidemark.repository.pack.FetchRange.Wanted;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackForecast;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackWriter;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Copies what points need out of packs that hold little else: every record proved before it is stored again, and a
/// segment for the copies before the packs they come from are condemned.
final class Rewriting {

    private static final int LARGEST_PACK = 16 << 20;
    private static final int SMALLEST_PACK = 1 << 16;
    private static final int RECORD_OVERHEAD = 44;
    private static final int PACKS_IN_FLIGHT = 4;
    private static final int UPLOADS = 3;
    private static final int MAX_RANGE = 4 << 20;
    private static final int SEGMENT_ENTRIES = 1 << 16;

    private final ObjectStore store;
    private final Sealing sealing;
    private final ChunkIndex index;
    private final RecordReader records;
    private PendingEntries pending = new PendingEntries();
    private long copiedBytes;

    Rewriting(ObjectStore store, Sealing sealing, ChunkIndex index, RecordReader records) {
        this.store = store;
        this.sealing = sealing;
        this.index = index;
        this.records = records;
    }

    /// Copies.
    ///
    /// @return the packs that are needed no more; one that cannot be read is not among them
    List<PackId> run(Map<PackId, List<Condemning.Needed>> wanted) throws IOException {
        List<PackId> done = new ArrayList<>();
        try (PackWriter packs =
                new PackWriter(store, sealing, packSize(wanted), PACKS_IN_FLIGHT, UPLOADS, this::stored)) {
            for (PackId pack : wanted.keySet().stream().sorted().toList()) {
                if (copy(pack, wanted.getOrDefault(pack, List.of()), packs)) {
                    done.add(pack);
                }
            }
            packs.finish(() -> {});
        }
        synchronized (this) {
            writeSegment();
        }
        return done;
    }

    /// What a run would do.
    ///
    /// @param packs  that would be needed no more
    /// @param copiedBytes  of records
    record Plan(List<PackId> packs, long copiedBytes, Cost cost) {}

    /// Says what [#run] would do if nothing turned out to be damaged.
    Plan plan(Map<PackId, List<Condemning.Needed>> wanted) {
        List<PackId> packs = new ArrayList<>();
        PackForecast forecast = new PackForecast(packSize(wanted), sealing);
        long gets = 0;
        long down = 0;
        long copied = 0;
        for (PackId pack : wanted.keySet().stream().sorted().toList()) {
            List<Condemning.Needed> ofPack = wanted.getOrDefault(pack, List.of());
            List<Wanted<Condemning.Needed>> placed = placed(pack, ofPack);
            if (placed.size() < ofPack.size()) {
                continue;
            }
            packs.add(pack);
            for (FetchRange<Condemning.Needed> range : FetchRange.coalesce(placed, MAX_RANGE)) {
                gets++;
                down += range.length();
                for (Wanted<Condemning.Needed> each : range.records()) {
                    copied += each.location().length();
                    forecast.append(each.location().kind(), each.location().length());
                }
            }
        }
        long segments = Math.ceilDiv(forecast.records(), SEGMENT_ENTRIES);
        long segmentBytes = segments == 0 ? 0 : index.segmentBytes(forecast.records(), forecast.packs());
        return new Plan(
                packs,
                copied,
                new Cost(forecast.packs() + segments, gets, 0, 0, forecast.bytes() + segmentBytes, down));
    }

    private int packSize(Map<PackId, List<Condemning.Needed>> wanted) {
        long bytes = wanted.values().stream()
                .flatMap(List::stream)
                .mapToLong(each -> (long) each.length() + RECORD_OVERHEAD)
                .sum();
        return (int) Math.max(SMALLEST_PACK, Math.min(LARGEST_PACK, bytes + PackForecast.ofNoRecords(sealing)));
    }

    /// Bytes of the records that were copied.
    long copiedBytes() {
        return copiedBytes;
    }

    private boolean copy(PackId pack, List<Condemning.Needed> wanted, PackWriter packs) throws IOException {
        List<Wanted<Condemning.Needed>> placed = placed(pack, wanted);
        if (placed.size() < wanted.size()) {
            return false;
        }
        try {
            for (FetchRange<Condemning.Needed> range : FetchRange.coalesce(placed, MAX_RANGE)) {
                copy(range, packs);
            }
            return true;
        } catch (ObjectCorruptException damagedOrGone) {
            // Left as it is: a verification tells what is wrong with it.
            return false;
        }
    }

    private List<Wanted<Condemning.Needed>> placed(PackId pack, List<Condemning.Needed> wanted) {
        List<Wanted<Condemning.Needed>> placed = new ArrayList<>();
        for (Condemning.Needed each : wanted) {
            for (RecordLocation place : index.find(each.id())) {
                if (place.pack().equals(pack) && place.offset() == each.offset()) {
                    placed.add(new Wanted<>(place, each));
                    break;
                }
            }
        }
        return placed;
    }

    private void copy(FetchRange<Condemning.Needed> range, PackWriter packs) throws IOException {
        ByteBuffer bytes = records.read(range);
        List<ByteBuffer> proved = new ArrayList<>();
        for (Wanted<Condemning.Needed> each : range.records()) {
            RecordLocation place = each.location();
            ByteBuffer stored = bytes.slice(place.offset() - range.offset(), place.length());
            proved.add(records.open(each.purpose().id(), place, stored));
        }
        for (int i = 0; i < proved.size(); i++) {
            Wanted<Condemning.Needed> each = range.records().get(i);
            RecordLocation place = each.location();
            int plainLength = records.plainLength(place);
            packs.append(place.kind(), each.purpose().id(), proved.get(i), place.encoding(), plainLength);
            copiedBytes += place.length();
        }
    }

    private synchronized void stored(PackId pack, List<PackEntry> entries) throws IOException {
        pending.add(pack, entries);
        if (pending.size() >= SEGMENT_ENTRIES) {
            writeSegment();
        }
    }

    private void writeSegment() throws IOException {
        if (pending.size() > 0) {
            PendingEntries full = pending;
            pending = new PendingEntries();
            index.add(SegmentId.random(), full.toTable());
        }
    }
}
