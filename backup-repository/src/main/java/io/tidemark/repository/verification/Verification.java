package io.tidemark.repository.verification;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapScan;
import io.tidemark.repository.pack.PackFooters;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoreFullException;
import io.tidemark.repository.verification.VerificationOptions.Level;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Proves that what points need is there and is what was stored. Damage is a result, not a failure.
///
/// Each stored chunk is read once, however many points share it. What is found damaged is written down in the
/// sealing, and what was verified too: the first makes writers store those chunks again, the second lets
/// the next sample begin with what was verified longest ago. With a store that may only be read, neither is
/// kept.
///
/// Memory: 4 to 8 bytes of heap per stored chunk, 43 to 86 per map page, about 150 per pack, 4 MiB per
/// reader.
public final class Verification {

    /// Where points and their contents come from.
    public interface Source {
        /// The points to verify, as they are now.
        Listing list() throws IOException;

        DiskContent content(Point point, String disk) throws IOException;
    }

    /// Points to verify.
    ///
    /// @param points  with intact manifests
    /// @param damaged  manifests that cannot be read, by their keys
    /// @param complete  whether these are all points of the repository
    public record Listing(List<Point> points, Map<String, RepositoryException> damaged, boolean complete) {

        public Listing {
            points = List.copyOf(points);
            damaged = Map.copyOf(damaged);
        }
    }

    /// Is told how far it has come, from several threads, and may end it by an exception.
    public interface Progress {
        void toCheck(long bytes) throws IOException;

        void checked(long bytes) throws IOException;
    }

    private static final int ATTEMPTS = 2;

    private final ObjectStore store;
    private final Sealing sealing;
    private final int chunkSize;
    private final ChunkIndex index;
    private final PackReader packs;
    private final CodecPool<ChunkDecoder> decoders;
    private final Source source;
    private final InstantSource clock;

    /// Made by `Repository.verification`.
    public Verification(
            ObjectStore store,
            Sealing sealing,
            int chunkSize,
            ChunkIndex index,
            PackReader packs,
            CodecPool<ChunkDecoder> decoders,
            Source source,
            InstantSource clock) {
        this.store = store;
        this.sealing = sealing;
        this.chunkSize = chunkSize;
        this.index = index;
        this.packs = packs;
        this.decoders = decoders;
        this.source = source;
        this.clock = clock;
    }

    /// What one look at maps, index and listing gave.
    ///
    /// @param contents  disks whose maps can be followed
    /// @param pagePacks  packs with map pages, which have been read by then
    private record Looked(
            Listing listing,
            List<DiskContent> contents,
            Map<PackId, Long> packSizes,
            Findings findings,
            WantedRecords wanted,
            Set<PackId> pagePacks) {}

    /// Takes the pages of maps.
    private interface PageVisit {
        void page(ChunkId id);
    }

    /// Verifies.
    ///
    /// @throws IOException if the store fails, or `progress` ends it
    public VerificationReport run(VerificationOptions options, Progress progress) throws IOException {
        if (options.level() == Level.FULL) {
            index.fetchAnew();
        }
        Looked looked = look();
        // A collection may have moved chunks between our looks at the index and at the packs.
        for (int attempt = 1; attempt < ATTEMPTS && looked.findings().anyChunkDamaged(); attempt++) {
            looked = look();
        }
        VerificationLog log = new VerificationLog(store, sealing);
        Reading reading = new Reading(
                new PackEnds(new PackFooters(packs), looked.findings()),
                new PackProbe(packs, decoders),
                looked.findings(),
                new Reading.Pace(options, chunkSize, progress));
        if (options.level() != Level.STRUCTURE) {
            log.load();
            Looked known = looked;
            reading.read(
                    looked.wanted(),
                    looked.packSizes(),
                    log,
                    index,
                    visit -> visitAll(known.contents(), visit, _ -> {}));
        }
        if (options.level() == Level.FULL) {
            reading.ask(looked.pagePacks(), looked.packSizes());
        }
        Set<DamagedCopy> damaged = damagedNow(looked, reading);
        boolean recorded = record(damaged, looked, reading, log);
        attribute(looked);
        return report(looked, reading, recorded);
    }

    private Looked look() throws IOException {
        Listing listing = source.list();
        index.refresh();
        Findings findings = new Findings(index.damage().copies());
        Map<PackId, Long> packSizes = new HashMap<>();
        store.list(PackId.PREFIX, object -> {
            try {
                packSizes.put(PackId.ofKey(object.key()), object.size());
            } catch (IllegalArgumentException _) {
                // A stranger's name: nothing refers to it.
                return;
            }
        });
        listing.damaged().forEach(findings::fault);
        index.damaged().forEach(findings::fault);
        Survey survey = new Survey(index, packSizes, findings);
        List<DiskContent> contents = new ArrayList<>();
        for (Point point : listing.points()) {
            for (PointDisk disk : point.disks()) {
                try {
                    contents.add(source.content(point, disk.name()));
                } catch (RepositoryException e) {
                    findings.fault(point.id().key(), e);
                    findings.lost(DamagedRange.ofDisk(point, disk, e));
                }
            }
        }
        survey.take(contents);
        return new Looked(listing, contents, packSizes, findings, survey.wanted(), survey.pagePacks());
    }

    /// Goes through all maps.
    private static void visitAll(List<DiskContent> contents, Reading.ChunkVisit chunks, PageVisit pages)
            throws IOException {
        new MapScan()
                .scanAll(contents.stream().map(DiskContent::map).toList(), i -> visit(contents.get(i), chunks, pages));
    }

    private static MapScan.Visit visit(DiskContent content, Reading.ChunkVisit chunks, PageVisit pages) {
        return new MapScan.Visit() {
            @Override
            public boolean chunk(long number, ChunkId id) throws IOException {
                return chunks.chunk(content, number, id);
            }

            @Override
            public void page(ChunkId id) {
                pages.page(id);
            }

            @Override
            public void damaged(DamagedNode node) {
                // The survey has told.
            }
        };
    }

    /// What was found, and what was known and was not disproved.
    private Set<DamagedCopy> damagedNow(Looked looked, Reading reading) {
        for (DamagedCopy copy : index.damage().copies()) {
            boolean gone = !looked.packSizes().containsKey(copy.pack());
            boolean cameBack = !gone && copy.offset() == DamagedCopy.WHOLE_PACK;
            if (!reading.isDisproved(copy)
                    && !cameBack
                    && !(gone && looked.listing().complete())) {
                looked.findings().known(copy);
            }
        }
        return new TreeSet<>(looked.findings().copies());
    }

    private boolean record(Set<DamagedCopy> damaged, Looked looked, Reading reading, VerificationLog log)
            throws IOException {
        try {
            index.damage().replace(damaged);
            if (looked.listing().complete()) {
                log.store(
                        reading.verified(),
                        clock.instant().getEpochSecond(),
                        looked.packSizes().keySet());
            }
            return true;
        } catch (StoreAccessDeniedException | StoreFullException cannotBeWritten) {
            return false;
        }
    }

    /// Tells which ranges of which disks are hit, and which packs cannot tell what they hold.
    private void attribute(Looked looked) throws IOException {
        Findings findings = looked.findings();
        if (!findings.anyChunkDamaged()) {
            return;
        }
        index.refresh();
        UntoldPacks untold = new UntoldPacks(findings.copies());
        Reading.ChunkVisit chunks = (content, number, id) -> {
            List<RecordLocation> places = index.everyPlace(id);
            untold.need(places);
            RepositoryException cause = findings.whyLost(id, places);
            if (cause == null) {
                return false;
            }
            findings.lost(DamagedRange.ofChunks(content, number, 1, cause));
            return true;
        };
        visitAll(looked.contents(), chunks, id -> untold.need(index.everyPlace(id)));
        untold.needed().forEach(findings::untold);
    }

    private static VerificationReport report(Looked looked, Reading reading, boolean recorded) {
        Findings findings = looked.findings();
        return new VerificationReport(
                looked.listing().points().stream().map(Point::id).toList(),
                looked.listing().damaged().size(),
                looked.wanted().count(),
                reading.checkedChunks(),
                reading.checkedBytes(),
                findings.faultCount(),
                findings.faults(),
                findings.lostCount(),
                findings.lost(),
                recorded);
    }
}
