package io.tidemark.engine;

import io.tidemark.repository.Repository;
import java.time.Clock;
import java.util.Objects;

/// Reads points back from the repository and says what cannot be given back any more.
///
/// Writes down in the repository what was verified and what was found damaged, nothing else. May be used for
/// several runs at once.
public final class VerifyPoint {
    private final Repository repository;
    private final EngineOptions options;
    private final Clock clock;

    /// Verifies a repository, which stays the caller's.
    public VerifyPoint(Repository repository, EngineOptions options) {
        this(repository, options, Clock.systemUTC());
    }

    VerifyPoint(Repository repository, EngineOptions options, Clock clock) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.options = Objects.requireNonNull(options, "options");
        this.clock = clock;
    }

    /// Runs one verification to its end. Damage is a result, not a failure.
    ///
    /// @throws EngineException  when the verification itself could not be done, or was cancelled by the
    ///     observer
    /// @throws InterruptedException  when the calling thread was interrupted and the run stopped for it
    public VerifyReport run(VerifyRequest request, RunObserver observer) throws EngineException, InterruptedException {
        return RunThread.call(
                "tidemark-verify",
                observer,
                watched -> new VerifyRun(repository, options, clock, request, watched).run());
    }
}
