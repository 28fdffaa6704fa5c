package io.tidemark.engine;

import io.tidemark.engine.restore.Qcow2Target;
import io.tidemark.engine.restore.RawTarget;
import io.tidemark.engine.restore.RestoreTarget;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.repository.Repository;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;

/// Writes one disk of a point to a new image file.
///
/// The target's name appears only with the complete, durable file behind it, and no file is ever overwritten. On
/// a failure nothing is left behind. May be used for several runs at once.
public final class RestoreDisk {
    /// Starts to write a disk into an empty file, which stays the caller's.
    @FunctionalInterface
    interface TargetOpener {
        RestoreTarget create(ImageFormat format, ImageSource file, long virtualSize, int chunkSize) throws IOException;
    }

    private final Repository repository;
    private final EngineOptions options;
    private final TargetOpener opener;
    private final Clock clock;

    /// Restores from a repository, which stays the caller's.
    public RestoreDisk(Repository repository, EngineOptions options) {
        this(repository, options, RestoreDisk::create, Clock.systemUTC());
    }

    RestoreDisk(Repository repository, EngineOptions options, TargetOpener opener, Clock clock) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.options = Objects.requireNonNull(options, "options");
        this.opener = opener;
        this.clock = clock;
    }

    /// Runs one restore to its end.
    ///
    /// @throws EngineException  when the file could not be made, or the run was cancelled by the observer
    /// @throws InterruptedException  when the calling thread was interrupted and the run stopped for it
    public RestoreReport run(RestoreRequest request, RunObserver observer)
            throws EngineException, InterruptedException {
        return RunThread.call(
                "tidemark-restore",
                observer,
                watched -> new RestoreRun(repository, options, opener, clock, request, watched).run());
    }

    private static RestoreTarget create(ImageFormat format, ImageSource file, long virtualSize, int chunkSize)
            throws IOException {
        return switch (format) {
            case QCOW2 -> Qcow2Target.create(file, virtualSize, chunkSize);
            case RAW -> RawTarget.create(file, virtualSize);
        };
    }
}
