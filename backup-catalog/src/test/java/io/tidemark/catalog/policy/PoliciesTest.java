package io.tidemark.catalog.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.repository.RemoveRepository;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.MissedRun;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class PoliciesTest {
    private final ApplicationContext catalog;
    private final Samples samples;
    private final KeepPolicies keep;
    private final PolicyViews views;

    PoliciesTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.keep = catalog.getBean(KeepPolicies.class);
        this.views = catalog.getBean(PolicyViews.class);
    }

    @Test
    void aPolicyIsScheduledInThePoolsOfItsMachinesAndNowhereElse() {
        MachineId left = samples.machine("pools-left", "left");
        MachineId right = samples.machine("pools-right", "right");
        RepositoryEntryId repository = samples.repository("pools");
        PolicyId id = create("pools", repository, Set.of(left, right), true);
        assertThat(scheduledIn(id)).containsExactly("left", "right");

        keep.replace(
                id,
                terms("pools", repository, Set.of(right), true),
                views.get(id).version());
        assertThat(scheduledIn(id)).containsExactly("right");
        keep.replace(id, terms("pools", repository, Set.of(right), false), null);
        assertThat(scheduledIn(id)).isEmpty();
        assertThat(views.get(id).nextFireTimes()).isEmpty();
        keep.replace(id, terms("pools", repository, Set.of(left), true), null);
        keep.remove(id);
        assertThat(scheduledIn(id)).isEmpty();
    }

    @Test
    void aPolicyIsSeenWithItsMachinesAndNextFireTimes() {
        MachineId machine = samples.machine("seen");
        RepositoryEntryId repository = samples.repository("seen");
        PolicyId id = create("seen", repository, Set.of(machine), true);

        PolicyView view = views.get(id);

        assertThat(view.machines()).containsExactly(new PolicyView.Named(machine.id(), "seen"));
        assertThat(view.repository()).isEqualTo(new PolicyView.Named(repository.id(), "seen"));
        assertThat(view.nextFireTimes()).hasSize(5).isSorted();
    }

    @Test
    void aPolicyIsSeenWithAllItsTerms() {
        MachineId machine = samples.machine("full-terms", "full-terms");
        CronSchedule verifying = CronSchedule.parse("0 0 4 ? * SAT", "Europe/Berlin", samples.now());
        CronSchedule collecting = CronSchedule.parse("0 0 5 ? * SUN", "Europe/Berlin", samples.now());
        StartTerms start = new StartTerms(900, MissedRun.SKIP, LocalTime.of(22, 0), LocalTime.of(6, 30));
        RetentionTerms retention = new RetentionTerms(1, 2, 3, 4, 5, 6, "1y6m2w10d12h");
        PolicyTerms terms = terms("full-terms", samples.repository("full-terms"), Set.of(machine), true)
                .beginning(start)
                .keeping(retention)
                .tending(new Verification(verifying, 20), collecting);
        PolicyId id = PolicyId.next(samples.now());
        keep.create(Policy.of(id, terms, samples.now()));

        PolicyView view = views.get(id);

        assertThat(view.start()).isEqualTo(start);
        assertThat(view.retention()).isEqualTo(retention);
        assertThat(view.verification()).isEqualTo(new Verification(verifying, 20));
        assertThat(view.collection()).isEqualTo(collecting);
        assertThat(samples.jdbc()
                        .sql("select job_group || ' ' || misfire_instr from qrtz_triggers where trigger_name = ?")
                        .param(id.toString())
                        .query(String.class)
                        .list())
                .as("2 leaves missed fire times out, 1 makes them good once")
                .containsExactlyInAnyOrder("policies 2", "policy-verifications 1", "policy-collections 1");
        keep.replace(id, terms.tending(null, collecting), view.version());
        assertThat(views.get(id).verification()).isNull();
        assertThat(scheduledIn(id)).hasSize(2);
        keep.remove(id);
        assertThat(scheduledIn(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "5", "d", "-1d", "1d1y", "7 days", "1y6m2w10d12h1h", "9999999d"})
    void aSpanThatIsNoneIsRefused(String span) {
        refused("retention-invalid", () -> new RetentionTerms(0, 0, 0, 0, 0, 0, span));
    }

    @Test
    void aNumberOfPointsToKeepIsNotNegative() {
        refused("retention-invalid", () -> new RetentionTerms(3, 0, 0, 0, -1, 0, null));
    }

    @Test
    void aChangeOnTopOfAnOlderStateIsRefused() {
        MachineId machine = samples.machine("stale");
        RepositoryEntryId repository = samples.repository("stale");
        PolicyId id = create("stale", repository, Set.of(machine), true);
        long seen = views.get(id).version();
        keep.replace(id, terms("stale-2", repository, Set.of(machine), true), seen);

        refused(
                "precondition-failed",
                () -> keep.replace(id, terms("stale-3", repository, Set.of(machine), true), seen));

        assertThat(views.get(id).name()).isEqualTo("stale-2");
        assertThat(views.get(id).version()).isGreaterThan(seen);
    }

    @Test
    void refusesTakenNamesAndUnknownMachinesAndRepositories() {
        MachineId machine = samples.machine("strict");
        RepositoryEntryId repository = samples.repository("strict");
        create("strict", repository, Set.of(machine), true);
        RepositoryEntryId nowhere = RepositoryEntryId.next(samples.now());
        MachineId nobody = MachineId.next(samples.now());

        refused("policy-exists", () -> create("strict", repository, Set.of(machine), true));
        refused("repository-missing", () -> create("strict-2", nowhere, Set.of(machine), true));
        refused("machine-missing", () -> create("strict-2", repository, Set.of(nobody), true));
        refused("not-found", () -> keep.remove(PolicyId.next(samples.now())));
        refused(
                "repository-in-use",
                () -> catalog.getBean(RemoveRepository.class).remove(repository));
    }

    private PolicyId create(String name, RepositoryEntryId repository, Set<MachineId> machines, boolean enabled) {
        PolicyId id = PolicyId.next(samples.now());
        keep.create(Policy.of(id, terms(name, repository, machines, enabled), samples.now()));
        return id;
    }

    private PolicyTerms terms(String name, RepositoryEntryId repository, Set<MachineId> machines, boolean enabled) {
        CronSchedule schedule = CronSchedule.parse("0 30 2 * * ?", "Europe/Berlin", samples.now());
        return PolicyTerms.backups(name, repository, schedule, RequestedMode.AUTO, machines, enabled);
    }

    private List<String> scheduledIn(PolicyId id) {
        return samples.jdbc()
                .sql("select sched_name from qrtz_cron_triggers where trigger_name = ? order by sched_name")
                .param(id.toString())
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
