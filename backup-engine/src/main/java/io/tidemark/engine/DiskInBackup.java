package io.tidemark.engine;

import io.tidemark.engine.mark.DiskFacts;
import io.tidemark.engine.mark.MarkName;
import io.tidemark.engine.mark.MarkRules;
import io.tidemark.engine.source.DiskSource;
import io.tidemark.engine.source.NewMark;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One disk while it is being backed up: its image under lock, and the marks in it.
///
/// New mark first, old mark last: [#storeNewMark] comes before anything is read, [#dropOldMarks] after the
/// commit. Between them the image holds both, so that whatever happens, some mark covers every write.
final class DiskInBackup implements AutoCloseable {
    private final DiskImage disk;
    private final DiskSource source;
    private final DiskFacts facts;
    private Optional<NewMark> newMark = Optional.empty();
    private Optional<String> unmarkable;

    DiskInBackup(DiskImage disk, DiskSource source) throws IOException {
        this.disk = disk;
        this.source = source;
        this.facts = source.facts();
        this.unmarkable = source.unmarkable();
    }

    String name() {
        return disk.name();
    }

    DiskSource source() {
        return source;
    }

    /// The images as they were found, before this run stored anything.
    DiskFacts facts() {
        return facts;
    }

    /// Why the image holds no mark of this run, or empty when it does.
    Optional<String> unmarkable() {
        return unmarkable;
    }

    /// The granularity of the mark stored by this run, or 0.
    long markGranularity() {
        return newMark.map(NewMark::granularity).orElse(0L);
    }

    /// Stores the empty mark of the point to come and drops those of points that were never committed, in one
    /// step.
    ///
    /// @param committed  every point of the repository, readable or not
    /// @return what went wrong when the image should hold a mark but cannot: the backup goes on without
    Optional<String> storeNewMark(MarkName name, int chunkSize, Set<PointId> committed) throws IOException {
        if (unmarkable.isPresent()) {
            return Optional.empty();
        }
        NewMark mark = new NewMark(name.toString(), MarkRules.granularityFor(chunkSize, source.virtualSize()));
        try {
            source.changeMarks(mark, MarkRules.abandoned(name.repository(), facts, committed));
            newMark = Optional.of(mark);
            return Optional.empty();
        } catch (BitmapException | UnsupportedImageException e) {
            unmarkable = Optional.of(String.valueOf(e.getMessage()));
            return unmarkable;
        }
    }

    /// Drops the marks that the new one replaces, if there is a new one. The read lock may have been held until
    /// now.
    void dropOldMarks(RepositoryId repository) throws IOException {
        if (newMark.isEmpty()) {
            return;
        }
        List<String> old =
                MarkRules.ownExcept(repository, source.facts(), newMark.get().name());
        if (!old.isEmpty()) {
            source.lockForWriting();
            source.changeMarks(null, old);
        }
    }

    /// Takes the new mark back, as no point will be committed for it.
    void dropNewMark() throws IOException {
        if (newMark.isPresent()) {
            source.lockForWriting();
            source.changeMarks(null, List.of(newMark.get().name()));
        }
    }

    /// What the point's manifest says about this disk.
    DiskDescription describe(DiskReport report) {
        return new DiskDescription(
                name(),
                source.location(),
                source.format(),
                markGranularity(),
                facts.below(0),
                report.mode().wireName(),
                report.requestedMode().wireName(),
                report.reason(),
                report.basePoint(),
                report.changedBytes(),
                report.readBytes());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
