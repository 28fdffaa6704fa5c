package io.tidemark.repository.verification;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackFooters;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/// Asks packs what they hold, and finds those that cannot tell: their records may be sound, but were the
/// index lost, nobody would know of them. Thread-safe.
final class PackEnds {

    private final PackFooters footers;
    private final Findings findings;
    private final Set<DamagedCopy> sound = new ConcurrentSkipListSet<>();

    PackEnds(PackFooters footers, Findings findings) {
        this.footers = footers;
        this.findings = findings;
    }

    /// What a pack holds, if it can tell. What was damaged on the way only is not damage, and a pack that is
    /// gone may have been collected.
    Optional<List<PackEntry>> ask(PackId pack, long size) throws IOException {
        try {
            return told(pack, size);
        } catch (RepositoryException once) {
            try {
                return told(pack, size);
            } catch (RepositoryException twice) {
                if (!PackReader.isMissingPack(twice)) {
                    findings.footerDamaged(pack, twice);
                }
                return Optional.empty();
            }
        }
    }

    private Optional<List<PackEntry>> told(PackId pack, long size) throws IOException {
        List<PackEntry> entries = footers.read(pack, size);
        sound.add(new DamagedCopy(pack, DamagedCopy.FOOTER));
        return Optional.of(entries);
    }

    /// Whether a pack that was known not to tell what it holds has done so.
    boolean isDisproved(DamagedCopy copy) {
        return sound.contains(copy);
    }
}
