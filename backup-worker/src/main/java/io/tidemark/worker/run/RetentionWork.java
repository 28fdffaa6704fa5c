package io.tidemark.worker.run;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.policy.Policies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyViews;
import io.tidemark.catalog.policy.RetentionTerms;
import io.tidemark.catalog.run.PointVerdict;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.engine.ApplyRetention;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.engine.LogLevel;
import io.tidemark.engine.RetentionReport;
import io.tidemark.engine.RetentionRequest;
import io.tidemark.repository.retention.RetentionRules;
import io.tidemark.repository.retention.RetentionSpan;
import io.tidemark.repository.retention.RetentionVerdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Deletes the points of a machine that its policy's rules do not keep, in the bucket first and then in the catalog.
@Component
class RetentionWork implements RunWork {
    private final Policies policies;
    private final PolicyViews views;
    private final OpenRepositories repositories;
    private final Points points;
    private final DatabasePatience patience;

    RetentionWork(
            Policies policies,
            PolicyViews views,
            OpenRepositories repositories,
            Points points,
            DatabasePatience patience) {
        this.patience = patience;
        this.policies = policies;
        this.views = views;
        this.repositories = repositories;
        this.points = points;
    }

    @Override
    public RunKind kind() {
        return RunKind.RETENTION;
    }

    @Override
    public Finished perform(Run run, RunReporter reporter) throws EngineException, IOException, InterruptedException {
        Policy policy = policy(run);
        RetentionRequest request = new RetentionRequest(
                run.machineName().orElseThrow(),
                rules(policy.retention()),
                policy.schedule().zone(),
                run.work().dryRun() ? RetentionRequest.Execution.DRY_RUN : RetentionRequest.Execution.DELETE);
        RepositoryEntryId entry = run.repository().orElseThrow();
        try (OpenRepositories.Opened opened = repositories.open(run, reporter)) {
            RetentionReport report;
            Set<UUID> known =
                    patience.until("read points of run " + run.id(), () -> points.ids(entry, request.machine()));
            try {
                report = new ApplyRetention(opened.repository()).run(request, reporter);
            } finally {
                forget(entry, known, opened, reporter);
            }
            List<PointVerdict> verdicts = verdicts(report);
            long kept = verdicts.stream().filter(PointVerdict::keep).count();
            reporter.log(
                    LogLevel.INFO,
                    run.work().dryRun()
                            ? kept + " points stay, " + (verdicts.size() - kept) + " would be deleted; nothing was."
                            : kept + " points stay, " + report.deleted().size() + " deleted.");
            return new Finished(
                    report.warnings().isEmpty() ? new RunOutcome.Succeeded(null) : new RunOutcome.Warning(null),
                    verdicts);
        }
    }

    /// Takes points that are gone from the bucket out of the catalog, whoever deleted them, and also when the
    /// run was cancelled or failed halfway.
    ///
    /// @param known what the catalog knew of the machine before
    private void forget(
            RepositoryEntryId entry, Set<UUID> known, OpenRepositories.Opened opened, RunReporter reporter) {
        try {
            Set<UUID> gone = new HashSet<>(known);
            opened.repository().namedPoints().forEach(point -> gone.remove(point.id()));
            if (!gone.isEmpty()) {
                reporter.write(() -> points.remove(entry, gone));
            }
        } catch (IOException unseen) {
            reporter.log(
                    LogLevel.WARNING,
                    "Whether points were deleted cannot be seen, so the catalog may show some that are gone until the next"
                            + " connect: " + unseen.getMessage());
        }
    }

    /// The policy as it is now: rules that were changed since the run was queued count.
    private Policy policy(Run run) throws EngineException {
        PolicyId id = run.policy()
                .orElseThrow(() -> new EngineException(
                        FailureCode.REQUEST_INVALID,
                        "The policy of this run was deleted, and its rules with it. Nothing was deleted for it."));
        Policy policy = patience.until("read policy " + id, () -> policies.findById(id))
                .orElseThrow(() -> new NotFound("policy", id.id()));
        if (policy.retention().keepsAll()) {
            throw new EngineException(
                    FailureCode.REQUEST_INVALID,
                    "Policy \"" + policy.name() + "\" has no rule of what to keep any more. Nothing was deleted.");
        }
        if (!policy.repository().equals(run.repository().orElse(null))) {
            throw new EngineException(
                    FailureCode.REQUEST_INVALID,
                    "Policy \"" + policy.name() + "\" has another repository now. Nothing was deleted.");
        }
        MachineId machine = run.machine().orElseThrow();
        if (!views.covers(id, machine)) {
            throw new EngineException(
                    FailureCode.REQUEST_INVALID,
                    "Policy \"" + policy.name() + "\" does not cover this machine any more. Nothing was deleted.");
        }
        requireNoOtherRules(policy, machine);
        return policy;
    }

    /// What one policy keeps another one must not delete, and the points do not tell whose they are.
    private void requireNoOtherRules(Policy policy, MachineId machine) throws EngineException {
        Optional<String> other = views.keepingOtherwise(policy.id(), machine);
        if (other.isPresent()) {
            throw new EngineException(
                    FailureCode.REQUEST_INVALID,
                    "Policies \"" + policy.name() + "\" and \"" + other.get()
                            + "\" back up this machine into the same repository and keep different points of it. Nothing"
                            + " was deleted. Give both the same retention and time zone, or one of them another repository.");
        }
    }

    private static RetentionRules rules(RetentionTerms terms) {
        String within = terms.keepWithin();
        return new RetentionRules(
                terms.keepLast(),
                terms.keepHourly(),
                terms.keepDaily(),
                terms.keepWeekly(),
                terms.keepMonthly(),
                terms.keepYearly(),
                within == null ? null : RetentionSpan.parse(within));
    }

    private static List<PointVerdict> verdicts(RetentionReport report) {
        List<PointVerdict> verdicts = new ArrayList<>();
        for (RetentionVerdict verdict : report.verdicts().reversed()) {
            verdicts.add(new PointVerdict(
                    verdicts.size(),
                    verdict.point().id().id(),
                    verdict.point().createdAt(),
                    verdict.keep(),
                    reason(verdict)));
        }
        return verdicts;
    }

    private static String reason(RetentionVerdict verdict) {
        return verdict.keep()
                ? verdict.reasons().stream()
                        .map(reason -> (reason.rule().wireName() + " " + reason.detail()).strip())
                        .collect(Collectors.joining(", "))
                : "no rule keeps it";
    }
}
