package io.tidemark.engine;

import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.verification.Fault;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One verification: the repository does it, this tells the observer.
final class VerifyRun {
    /// What one takes while its pack is read.
    private static final int READER_BYTES = 4 << 20;

    private static final int MAX_READERS = 16;

    /// Damage is logged up to here; the report has it all.
    private static final int LOGGED = 100;

    private final Repository repository;
    private final EngineOptions options;
    private final Clock clock;
    private final VerifyRequest request;
    private final RunObserver observer;

    VerifyRun(Repository repository, EngineOptions options, Clock clock, VerifyRequest request, RunObserver observer) {
        this.repository = repository;
        this.options = options;
        this.clock = clock;
        this.request = request;
        this.observer = observer;
    }

    VerifyReport run() throws IOException, EngineException {
        Instant started = clock.instant();
        observer.step(Step.OPEN.wireName());
        PointId asked = request.point();
        Point point = asked == null ? null : PointLookup.require(repository, asked);
        observer.step(Step.VERIFY.wireName());
        boolean sample = request.level() == Level.SAMPLE;
        long readers = Math.clamp(options.bytesInFlight() / READER_BYTES, 1, MAX_READERS);
        VerificationOptions looking = new VerificationOptions(
                request.level(),
                sample ? request.samplePercent() : VerifyRequest.EVERYTHING,
                sample ? request.timeBudget() : null,
                (int) readers);
        VerificationReport found = verify(point, looking);
        for (Fault fault : found.faults().stream().limit(LOGGED).toList()) {
            observer.log(LogLevel.WARNING, fault.reason());
        }
        found.lost().stream()
                .limit(LOGGED)
                .forEach(range -> observer.log(LogLevel.WARNING, DamageText.of("Damaged", range)));
        if (!found.recorded()) {
            observer.log(
                    LogLevel.INFO,
                    "The store may only be read: what was verified, and what was found damaged, was not written down.");
        }
        return new VerifyReport(request.level(), found, Duration.between(started, clock.instant()));
    }

    private VerificationReport verify(@Nullable Point point, VerificationOptions looking) throws IOException {
        if (observer.cancelled()) {
            throw new RunCancelledException();
        }
        Meter meter = new Meter(observer);
        VerificationReport found = repository.verification(point, clock).run(looking, meter);
        meter.end();
        return found;
    }

    /// Tells how far it has come, one thread at a time.
    private static final class Meter implements Verification.Progress {
        private final RunObserver observer;
        private final AtomicLong checked = new AtomicLong();
        private ProgressMeter meter;

        Meter(RunObserver observer) {
            this.observer = observer;
            this.meter = new ProgressMeter(observer, 0, checked::get, () -> 0, () -> 0, () -> 0);
        }

        @Override
        public synchronized void toCheck(long bytes) {
            meter = new ProgressMeter(observer, bytes, checked::get, () -> 0, () -> 0, () -> 0);
            meter.found(bytes);
        }

        @Override
        public void checked(long bytes) throws IOException {
            checked.addAndGet(bytes);
            if (observer.cancelled()) {
                throw new RunCancelledException();
            }
            synchronized (this) {
                meter.tick();
            }
        }

        synchronized void end() {
            meter.tell();
        }
    }
}
