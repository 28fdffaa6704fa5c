package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunReports;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.WorkedRuns;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.worker.metrics.RunMeters;
import io.tidemark.worker.testing.WorkerLab;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@CatalogTest
class RunReporterTest {
    @Test
    void whatAWorkerThatDiedHadReadIsTakenBack(TestDatabase database, @TempDir Path directory) {
        try (WorkerLab lab = new WorkerLab(database, directory)) {
            Clock clock = lab.bean(Clock.class);
            RunReports reports = lab.bean(RunReports.class);
            RunId run = lab.enter(RepositoryEntryId.next(clock.instant()), "taken", "file:/nowhere", null);
            UUID worker = UUID.randomUUID();
            lab.bean(WorkedRuns.class).takeUp(run, worker, "kvm1");
            reports.progress(run, worker, new RunView.Progress(5, 4, 3, 2, 1), RunView.Pace.NONE);

            RunMeters meters = new RunMeters(new SimpleMeterRegistry(), ObservationRegistry.NOOP);

            new RunReporter(run, worker, reports, meters, clock).started().close();

            assertThat(lab.view(run).progress()).isEqualTo(new RunView.Progress(0, 0, 0, 0, 0));
        }
    }
}
