package io.tidemark.worker.run;

import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.engine.CollectRepository;
import io.tidemark.engine.CollectionReport;
import io.tidemark.engine.CollectionRequest;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.LogLevel;
import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.collection.CollectReport;
import io.tidemark.repository.collection.CollectReport.Amount;
import io.tidemark.repository.point.Point;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Deletes what no point of a repository needs any more. The bucket alone says what that is; a catalog that does not
/// know all of the bucket's points is refused all the same, as a sign that the server was restored from an old backup
/// or points at a repository that somebody else works on.
@Component
class CollectionWork implements RunWork {
    private final OpenRepositories repositories;
    private final Points points;
    private final DatabasePatience patience;

    CollectionWork(OpenRepositories repositories, Points points, DatabasePatience patience) {
        this.patience = patience;
        this.repositories = repositories;
        this.points = points;
    }

    @Override
    public RunKind kind() {
        return RunKind.COLLECTION;
    }

    @Override
    public Finished perform(Run run, RunReporter reporter) throws EngineException, IOException, InterruptedException {
        RepositoryEntryId entry = run.repository().orElseThrow();
        try (OpenRepositories.Opened opened = repositories.open(run, reporter)) {
            List<UUID> unknown = unknown(entry, opened);
            if (!unknown.isEmpty()) {
                return new Finished(catalogBehind(unknown));
            }
            CollectionReport report = new CollectRepository(opened.repository())
                    .run(
                            new CollectionRequest(
                                    CollectOptions.standard(), run.work().dryRun()),
                            reporter);
            reporter.log(LogLevel.INFO, words(report.collected(), run.work().dryRun()));
            return new Finished(
                    report.warnings().isEmpty() ? new RunOutcome.Succeeded(null) : new RunOutcome.Warning(null));
        }
    }

    private List<UUID> unknown(RepositoryEntryId entry, OpenRepositories.Opened opened) throws IOException {
        Instant underWay = patience.until(
                        "look for backups into repository " + entry, () -> points.oldestBackupUnderWay(entry))
                .orElse(Instant.MAX);
        List<Point> inBucket = opened.repository().listPoints().intact();
        Set<UUID> known = patience.until("read points of repository " + entry, () -> points.ids(entry));
        return inBucket.stream()
                .filter(point -> point.createdAt().isBefore(underWay))
                .map(point -> point.id().id())
                .filter(point -> !known.contains(point))
                .toList();
    }

    private static RunOutcome catalogBehind(List<UUID> unknown) {
        return new RunOutcome.Failed(
                "catalog-behind",
                "The bucket has " + unknown.size() + " points that the catalog does not know, first "
                        + unknown.getFirst()
                        + ". Nothing was collected. Connect the repository, which takes them into the catalog; if the"
                        + " server was restored from an older backup, see to it that nothing else is out of date.");
    }

    private static String words(CollectReport report, boolean dryRun) {
        String will = dryRun ? "would be " : "";
        return "%d points in %s. %sdeleted: %s; %scondemned: %s; condemned too short a time ago: %s."
                .formatted(
                        report.points(),
                        words(new Amount(report.packs(), report.packBytes())),
                        will,
                        words(report.deleted()),
                        will,
                        words(report.condemned()),
                        words(report.waiting()));
    }

    private static String words(Amount amount) {
        return amount.packs() + " packs of " + amount.bytes() + " bytes";
    }
}
