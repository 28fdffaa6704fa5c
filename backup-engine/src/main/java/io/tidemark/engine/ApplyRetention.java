package io.tidemark.engine;

import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.repository.PointListing;
import io.tidemark.repository.PointListing.DamagedManifest;
import io.tidemark.repository.Repository;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.error.PointPinnedException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.retention.Retention;
import io.tidemark.repository.retention.RetentionVerdict;
import io.tidemark.repository.retention.RetentionVerdict.Reason;
import io.tidemark.repository.retention.RetentionVerdict.Rule;
import io.tidemark.repository.retention.Standing;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoreLockedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Deletes the points of a machine that no rule keeps. What only they needed is freed by collection, later.
///
/// A damaged manifest tells no machine: it is warned of, counts for nothing, and stays.
public final class ApplyRetention {
    private final Repository repository;
    private final Clock clock;

    /// Works on a repository, which stays the caller's.
    public ApplyRetention(Repository repository) {
        this(repository, Clock.systemUTC());
    }

    ApplyRetention(Repository repository, Clock clock) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.clock = clock;
    }

    /// Judges all points of the machine, and deletes those that nothing keeps, oldest first.
    ///
    /// @throws EngineException  when the machine has no point, when the store fails, or when it was
    ///     cancelled; points may be gone then, each of them one that no rule kept
    /// @throws InterruptedException  when the calling thread was interrupted and the run stopped for it
    public RetentionReport run(RetentionRequest request, RunObserver observer)
            throws EngineException, InterruptedException {
        return RunThread.call("tidemark-retention", observer, watched -> apply(request, watched));
    }

    private RetentionReport apply(RetentionRequest request, RunObserver observer) throws IOException, EngineException {
        observer.step(Step.OPEN.wireName());
        PointListing listing = repository.listPoints();
        List<Point> points = listing.intact().stream()
                .filter(point -> point.machine().equals(request.machine()))
                .toList();
        if (points.isEmpty()) {
            throw new EngineException(
                    FailureCode.MACHINE_MISSING,
                    "Repository " + repository.id() + " has no point of a machine \"" + request.machine()
                            + "\" that can be read. `tidemark points` lists all.");
        }
        List<String> warnings = new ArrayList<>();
        for (DamagedManifest damaged : listing.damaged()) {
            warnings.add(
                    "A manifest cannot be read, so nobody knows whose it is. It was not counted and is not deleted: "
                            + damaged.cause().getMessage());
        }
        Retention retention = new Retention(request.rules(), request.zone(), clock.instant());
        List<RetentionVerdict> verdicts = new ArrayList<>();
        for (RetentionVerdict verdict : retention.judge(points, standing(points, listing, warnings))) {
            Optional<Instant> locked = verdict.keep()
                    ? Optional.empty()
                    : repository.locking().lockedUntil(verdict.point().id());
            verdicts.add(locked.map(until -> locked(verdict, until, warnings)).orElse(verdict));
        }
        if (request.execution() == RetentionRequest.Execution.DRY_RUN) {
            return report(verdicts, List.of(), warnings, observer);
        }
        observer.step(Step.FORGET.wireName());
        List<PointId> deleted = new ArrayList<>();
        List<RetentionVerdict> carriedOut = new ArrayList<>();
        for (RetentionVerdict verdict : verdicts) {
            carriedOut.add(verdict.keep() ? verdict : delete(verdict, deleted, warnings, observer));
        }
        repository.locking().keep(keptByRules(carriedOut)).forEach(refused -> {
            warnings.add("The lock of a point that is to be kept was not extended: " + refused);
        });
        return report(carriedOut, deleted, warnings, observer);
    }

    private static RetentionReport report(
            List<RetentionVerdict> verdicts, List<PointId> deleted, List<String> warnings, RunObserver observer) {
        warnings.forEach(warning -> observer.log(LogLevel.WARNING, warning));
        return new RetentionReport(verdicts, deleted, warnings);
    }

    private Standing standing(List<Point> points, PointListing listing, List<String> warnings) throws IOException {
        Set<PointId> damaged = repository.knownDamaged(points);
        if (!damaged.isEmpty()) {
            warnings.add(damaged.size() + " of " + points.size() + " points cannot be given back whole. They push out"
                    + " none that can. `tidemark verify` tells what is lost.");
        }
        return new Standing(repository.pins().pinned(), listing.unsettled(), damaged);
    }

    /// No rule keeps it, but it cannot be deleted yet.
    private static RetentionVerdict locked(RetentionVerdict verdict, Instant until, List<String> warnings) {
        warnings.add("No rule keeps point " + verdict.point().id() + ", but it is locked until " + until
                + ": it stays, and can be deleted then.");
        return new RetentionVerdict(verdict.point(), List.of(new Reason(Rule.LOCKED, "until " + until)));
    }

    /// No rule keeps it, but the store does.
    private static RetentionVerdict refused(
            RetentionVerdict verdict, StoreAccessDeniedException refusal, List<String> warnings) {
        warnings.add("No rule keeps point " + verdict.point().id() + ", but the store refused to delete it: "
                + refusal.getMessage());
        return new RetentionVerdict(verdict.point(), List.of(new Reason(Rule.REFUSED, "by the store")));
    }

    private static Set<PointId> keptByRules(List<RetentionVerdict> verdicts) {
        Set<PointId> kept = new HashSet<>();
        for (RetentionVerdict verdict : verdicts) {
            if (verdict.reasons().stream()
                    .anyMatch(reason -> reason.rule() != Rule.LOCKED && reason.rule() != Rule.REFUSED)) {
                kept.add(verdict.point().id());
            }
        }
        return kept;
    }

    private RetentionVerdict delete(
            RetentionVerdict verdict, List<PointId> deleted, List<String> warnings, RunObserver observer)
            throws IOException {
        if (observer.cancelled()) {
            throw new RunCancelledException();
        }
        PointId point = verdict.point().id();
        try {
            repository.delete(List.of(point));
            observer.log(
                    LogLevel.INFO,
                    "Deleted point " + point + " of " + verdict.point().createdAt() + ".");
        } catch (PointPinnedException pinnedMeanwhile) {
            return new RetentionVerdict(verdict.point(), List.of(new Reason(Rule.PINNED, "just now")));
        } catch (StoreLockedException e) {
            return locked(verdict, e.until(), warnings);
        } catch (StoreAccessDeniedException e) {
            return refused(verdict, e, warnings);
        } catch (PointMissingException deletedMeanwhile) {
            observer.log(LogLevel.INFO, "Point " + point + " is gone already.");
        }
        deleted.add(point);
        return verdict;
    }
}
