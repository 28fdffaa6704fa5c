package io.tidemark.engine;

import io.tidemark.repository.Repository;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Reads points back from the repository and says what cannot be given back any more.
///
/// Nothing is written. May be used for several runs at once.
public final class VerifyPoint {
    private final Repository repository;
    private final EngineOptions options;
    private final Clock clock;
    private final RandomGenerator random;

    /// Verifies a repository, which stays the caller's.
    public VerifyPoint(Repository repository, EngineOptions options) {
        this(repository, options, Clock.systemUTC(), new SecureRandom());
    }

    VerifyPoint(Repository repository, EngineOptions options, Clock clock, RandomGenerator random) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.options = Objects.requireNonNull(options, "options");
        this.clock = clock;
        this.random = random;
    }

    /// Runs one verification to its end. Damage is a result, not a failure.
    ///
    /// @throws EngineException  when the verification itself could not be done, or was cancelled by the observer
    /// @throws InterruptedException  when the calling thread was interrupted and the run stopped for it
    public VerifyReport run(VerifyRequest request, RunObserver observer) throws EngineException, InterruptedException {
        return RunThread.call(
                "tidemark-verify",
                observer,
                watched -> new VerifyRun(repository, options, clock, random, request, watched).run());
    }
}
