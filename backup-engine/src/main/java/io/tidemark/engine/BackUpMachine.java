package io.tidemark.engine;

import io.tidemark.engine.source.DiskSource;
import io.tidemark.repository.Repository;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Backs up the disks of a stopped machine into one point, reading only what a mark says was written where one
/// can be trusted.
///
/// The images stay under lock throughout. On success the point is committed and each image that can hold a mark
/// has one for it. On failure and on cancellation the images' old marks stay and no point appears; a failure of
/// the very last request to the store may leave the point committed, which does no harm. May be used for several
/// runs at once, for different images.
public final class BackUpMachine {
    /// Opens a disk, under the write lock where it can be written.
    @FunctionalInterface
    interface DiskOpener {
        DiskSource open(DiskImage disk, ImageRoots roots) throws IOException;
    }

    private final Repository repository;
    private final EngineOptions options;
    private final DiskOpener opener;
    private final Clock clock;
    private final RandomGenerator random;

    /// Backups into a repository, which stays the caller's.
    public BackUpMachine(Repository repository, EngineOptions options) {
        this(repository, options, ImageFiles::open, Clock.systemUTC(), new SecureRandom());
    }

    BackUpMachine(
            Repository repository, EngineOptions options, DiskOpener opener, Clock clock, RandomGenerator random) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.options = Objects.requireNonNull(options, "options");
        this.opener = opener;
        this.clock = clock;
        this.random = random;
    }

    /// Runs one backup to its end.
    ///
    /// @throws EngineException  when no point could be made, or the run was cancelled by the observer
    /// @throws InterruptedException  when the calling thread was interrupted and the run stopped for it
    public BackupReport run(BackupRequest request, RunObserver observer) throws EngineException, InterruptedException {
        return RunThread.call(
                "tidemark-backup",
                observer,
                watched -> new BackupRun(repository, options, opener, clock, random, request, watched).run());
    }
}
