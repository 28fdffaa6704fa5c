package io.tidemark.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.pool.Workers.WorkerProcess;
import io.tidemark.catalog.repository.LimitRepository;
import io.tidemark.catalog.repository.RepositoryLimits;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/// Limits of pools and repositories, with the workers' side called by hand.
@ExtendWith(SharedCatalog.class)
class PlacesTest {
    private static final RunOutcome DONE = new RunOutcome.Succeeded(null);

    private final Samples samples;
    private final RunQueue queue;
    private final WorkedRuns worked;
    private final RunViews views;
    private final Workers workers;
    private final Pools pools;
    private final LimitRepository limits;
    private final LostRuns sweep;

    PlacesTest(ApplicationContext catalog) {
        this.samples = new Samples(catalog);
        this.queue = catalog.getBean(RunQueue.class);
        this.worked = catalog.getBean(WorkedRuns.class);
        this.views = catalog.getBean(RunViews.class);
        this.workers = catalog.getBean(Workers.class);
        this.pools = catalog.getBean(Pools.class);
        this.limits = catalog.getBean(LimitRepository.class);
        this.sweep = catalog.getBean(LostRuns.class);
    }

    @Test
    void aRunOverThePoolsLimitWaitsWithoutAJobUntilAPlaceIsFree() {
        List<RunId> runs = backups("full", 3);
        UUID worker = worker("full", 3);
        pools.limit("full", 1, null);

        assertThat(takeUp(runs.get(0), worker)).isPresent();
        assertThat(takeUp(runs.get(1), worker)).isEmpty();
        assertThat(takeUp(runs.get(2), worker)).isEmpty();

        assertThat(waitsFor(runs.get(1))).isEqualTo(WaitingFor.POOL_LIMIT);
        fireAll("full");
        assertThat(jobs(runs.get(1))).isZero();
        worked.finish(runs.get(0), worker, DONE);
        assertThat(waitsFor(runs.get(1))).as("the oldest is admitted").isEqualTo(WaitingFor.WORKER);
        assertThat(jobs(runs.get(1))).isOne();
        assertThat(waitsFor(runs.get(2))).isEqualTo(WaitingFor.POOL_LIMIT);
        assertThat(takeUp(runs.get(2), worker)).as("the place is kept").isEmpty();
        assertThat(takeUp(runs.get(1), worker)).isPresent();
    }

    @Test
    void theLimitOfARepositoryHoldsAcrossPoolsAndForThatRepositoryAlone() {
        RepositoryEntryId narrow = samples.repository("few-places");
        RepositoryEntryId wide = samples.repository("wide");
        limits.limit(narrow, new RepositoryLimits(0, 0, 1), null);
        UUID here = worker("narrow-here", 4);
        UUID there = worker("narrow-there", 4);
        RunId first = backup("narrow-1", "narrow-here", narrow);
        RunId second = backup("narrow-2", "narrow-there", narrow);
        RunId other = backup("narrow-3", "narrow-there", wide);

        assertThat(takeUp(first, here)).isPresent();
        assertThat(takeUp(second, there)).isEmpty();
        assertThat(takeUp(other, there)).isPresent();

        assertThat(waitsFor(second)).isEqualTo(WaitingFor.REPOSITORY_LIMIT);
        worked.finish(first, here, DONE);
        assertThat(jobs(second)).isOne();
        assertThat(takeUp(second, there)).isPresent();
    }

    @Test
    void placesOfADeadWorkerAreFree() {
        List<RunId> runs = backups("widow", 2);
        UUID dead = worker("widow", 1);
        UUID heir = worker("widow", 1);
        pools.limit("widow", 1, null);
        assertThat(takeUp(runs.get(0), dead)).isPresent();
        assertThat(takeUp(runs.get(1), heir)).isEmpty();

        silence(dead, 30);
        sweep.sweep("widow");
        assertThat(waitsFor(runs.get(1))).as("it may come back").isEqualTo(WaitingFor.POOL_LIMIT);
        silence(dead, 90);
        sweep.sweep("widow");
        assertThat(takeUp(runs.get(1), heir)).isPresent();

        assertThat(takeUp(runs.get(0), heir)).as("its place is given away").isEmpty();
        assertThat(views.get(runs.get(0)).state()).isEqualTo(RunState.QUEUED);
        assertThat(waitsFor(runs.get(0))).isEqualTo(WaitingFor.POOL_LIMIT);
        worked.finish(runs.get(1), heir, DONE);
        assertThat(takeUp(runs.get(0), heir).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void anAdmittedRunThatNobodyTakesUpLosesItsPlaceAgain() {
        List<RunId> runs = backups("idle", 3);
        UUID worker = worker("idle", 3);
        pools.limit("idle", 1, null);
        takeUp(runs.get(0), worker);
        takeUp(runs.get(1), worker);
        takeUp(runs.get(2), worker);
        worked.finish(runs.get(0), worker, DONE);
        assertThat(waitsFor(runs.get(1))).isEqualTo(WaitingFor.WORKER);

        samples.jdbc()
                .sql("update runs set admitted_at = admitted_at - interval '1 minute' where id = ?")
                .param(runs.get(1).id())
                .update();
        sweep.sweep("idle");

        assertThat(waitsFor(runs.get(2))).isEqualTo(WaitingFor.WORKER);
        assertThat(takeUp(runs.get(1), worker)).isEmpty();
        assertThat(takeUp(runs.get(2), worker)).isPresent();
    }

    @Test
    void aRaisedLimitLetsThoseInThatWait() {
        List<RunId> runs = backups("raised", 3);
        UUID worker = worker("raised", 3);
        pools.limit("raised", 1, null);
        runs.forEach(run -> takeUp(run, worker));

        pools.limit("raised", 0, null);
        sweep.sweep("raised");

        assertThat(runs.subList(1, 3))
                .allSatisfy(run -> assertThat(takeUp(run, worker)).isPresent());
    }

    @Test
    void whoWaitsForAPlaceCanBeCancelledAndIsNotLost() {
        List<RunId> runs = backups("patient", 2);
        UUID worker = worker("patient", 2);
        pools.limit("patient", 1, null);
        runs.forEach(run -> takeUp(run, worker));
        fireAll("patient");
        samples.jdbc().sql("alter table runs disable trigger runs_stamp").update();
        samples.jdbc()
                .sql("update runs set updated_at = now() - interval '10 seconds' where pool = 'patient'")
                .update();
        samples.jdbc().sql("alter table runs enable trigger runs_stamp").update();

        assertThat(sweep.sweep("patient")).isEmpty();
        queue.cancel(runs.get(1));

        assertThat(views.get(runs.get(1)).state()).isEqualTo(RunState.CANCELLED);
        assertThat(views.get(runs.get(1)).waiting()).isNull();
    }

    @Test
    void manyWorkersAtOnceNeverExceedALimit() throws InterruptedException, ExecutionException {
        List<RunId> runs = backups("rush", 24);
        UUID worker = worker("rush", 64);
        pools.limit("rush", 3, null);
        List<Future<Optional<Run>>> taken = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            runs.forEach(run -> taken.add(threads.submit(() -> takeUp(run, worker))));
        }

        int begun = 0;
        for (Future<Optional<Run>> each : taken) {
            begun += each.get().isPresent() ? 1 : 0;
        }
        assertThat(begun).isEqualTo(3);
        List<RunId> order = new ArrayList<>();
        while (order.size() < runs.size()) {
            RunId running = runs.stream()
                    .filter(run -> views.get(run).state() == RunState.RUNNING)
                    .findFirst()
                    .orElseThrow();
            worked.finish(running, worker, DONE);
            order.add(running);
            runs.stream()
                    .filter(run -> Optional.ofNullable(views.get(run).waiting())
                            .map(waiting -> waiting.what() == WaitingFor.WORKER)
                            .orElse(false))
                    .forEach(run -> takeUp(run, worker));
            assertThat(runs.stream().filter(run -> views.get(run).state() == RunState.RUNNING))
                    .hasSizeLessThanOrEqualTo(3);
        }
        assertThat(order).containsExactlyInAnyOrderElementsOf(runs);
    }

    @Test
    void theLimitOfAPoolChangesOnlyForWhoKnowsIt() {
        worker("versioned", 1);
        long version = pools.view("versioned").version();

        pools.limit("versioned", 2, version);

        assertThat(pools.view("versioned").concurrentRuns()).isEqualTo(2);
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> pools.limit("versioned", 3, version))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("precondition-failed"));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> pools.limit("nowhere", 1, null));
    }

    private List<RunId> backups(String pool, int count) {
        RepositoryEntryId repository = samples.repository(pool);
        List<RunId> runs = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            runs.add(backup(pool + "-" + n, pool, repository));
        }
        return runs;
    }

    private RunId backup(String machine, String pool, RepositoryEntryId repository) {
        return queue.submit(new RunOrder.Backup(samples.machine(machine, pool), repository, RequestedMode.AUTO));
    }

    private UUID worker(String pool, int concurrentRuns) {
        UUID id = UUID.randomUUID();
        WorkerProcess process =
                new WorkerProcess(id, pool, pool + "-" + id, "host", 1, concurrentRuns, List.of("/images"));
        assertThat(workers.register(process, true)).isTrue();
        return id;
    }

    private Optional<Run> takeUp(RunId run, UUID worker) {
        return worked.takeUp(run, worker, "worker");
    }

    private WaitingFor waitsFor(RunId run) {
        return Objects.requireNonNull(views.get(run).waiting()).what();
    }

    /// What Quartz does with the jobs of runs that were tried.
    private void fireAll(String pool) {
        for (String table : new String[] {"qrtz_simple_triggers", "qrtz_triggers", "qrtz_job_details"}) {
            samples.jdbc()
                    .sql("delete from " + table + " where sched_name = ?")
                    .param(pool)
                    .update();
        }
    }

    private int jobs(RunId run) {
        return samples.jdbc()
                .sql("select count(*) from qrtz_job_details where job_name = ?")
                .param(run.toString())
                .query(Integer.class)
                .single();
    }

    private void silence(UUID worker, int seconds) {
        samples.jdbc()
                .sql("update workers set heartbeat_at = now() - make_interval(secs => ?) where id = ?")
                .params(seconds, worker)
                .update();
    }
}
