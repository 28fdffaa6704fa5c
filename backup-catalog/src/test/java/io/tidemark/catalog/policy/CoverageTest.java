package io.tidemark.catalog.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.machine.ChangeMachine;
import io.tidemark.catalog.machine.Disk;
import io.tidemark.catalog.machine.MachineTerms;
import io.tidemark.catalog.policy.CoverageView.How;
import io.tidemark.catalog.policy.CoverageView.Reason;
import io.tidemark.catalog.policy.CoverageView.WhyNot;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

/// Which machines a policy covers, by name and by label.
@ExtendWith(SharedCatalog.class)
class CoverageTest {
    private final ApplicationContext catalog;
    private final Samples samples;

    CoverageTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
    }

    @Test
    void aMachineIsCoveredByNameOrByHavingAllLabels() {
        MachineId both = samples.machine("cover-both", "cover", Map.of("cover", "yes", "tier", "db"));
        MachineId all = samples.machine("cover-all", "cover", Map.of("cover", "yes", "tier", "db", "os", "bsd"));
        samples.machine("cover-one", "cover", Map.of("cover", "yes"));
        samples.machine("cover-other", "cover", Map.of("cover", "yes", "tier", "web"));
        MachineId named = samples.machine("cover-named", "cover");

        PolicyId policy = policy("cover", Set.of(both, named), Map.of("cover", "yes", "tier", "db"));

        assertThat(coverage(policy))
                .containsOnly(
                        Map.entry(both.id(), "name"), Map.entry(named.id(), "name"), Map.entry(all.id(), "labels"));
        PolicyViews views = catalog.getBean(PolicyViews.class);
        assertThat(views.covers(policy, all)).isTrue();
        assertThat(views.covers(policy, samples.machine("cover-late", "cover"))).isFalse();
    }

    @Test
    void coverageFollowsEveryChangeOfLabels() {
        MachineId left = samples.machine("turn-left", "turn", Map.of("turn", "left", "tier", "db"));
        MachineId right = samples.machine("turn-right", "turn", Map.of("turn", "right", "tier", "db"));
        PolicyTerms terms = terms("turn", Set.of(), Map.of("turn", "left", "tier", "db"));
        PolicyId policy = PolicyId.next(samples.now());
        KeepPolicies keep = catalog.getBean(KeepPolicies.class);
        keep.create(Policy.of(policy, terms, samples.now()));
        assertThat(coverage(policy)).containsOnlyKeys(left.id());

        keep.replace(policy, terms.selecting(Labels.of(Map.of("turn", "right", "tier", "db"))), null);
        assertThat(coverage(policy)).containsOnlyKeys(right.id());
        keep.replace(policy, terms.selecting(Labels.of(Map.of("tier", "db", "turn", "left", "os", "bsd"))), null);
        assertThat(coverage(policy)).isEmpty();
        Disk disk = new Disk(UUID.randomUUID(), "vda", "/images/turn.qcow2");
        Labels relabelled = Labels.of(Map.of("os", "bsd", "turn", "left", "tier", "db"));
        catalog.getBean(ChangeMachine.class).replace(right, new MachineTerms("turn", List.of(disk), relabelled), null);
        assertThat(coverage(policy)).containsOnlyKeys(right.id());
        keep.replace(policy, terms.selecting(Labels.NONE), null);
        assertThat(coverage(policy)).isEmpty();
    }

    @Test
    void aPolicyWithoutNamesAndLabelsCoversNothing() {
        samples.machine("nothing", "nothing", Map.of("nothing", "no"));

        assertThat(coverage(policy("nothing", Set.of(), Map.of()))).isEmpty();
    }

    @Test
    void backsUpWhatItsLabelsSelectWhenItFires() {
        samples.machine("fired-in", "fired", Map.of("fired", "yes"));
        samples.machine("fired-out", "fired", Map.of("fired", "no"));
        PolicyId policy = policy("fired", Set.of(), Map.of("fired", "yes"));

        catalog.getBean(PolicyFiring.class)
                .fire(PolicyTask.BACKUP, policy, "fired", Instant.parse("2026-11-23T03:00:00Z"));

        assertThat(samples.jdbc()
                        .sql("select machine_name from runs where policy_id = ?")
                        .param(policy.id())
                        .query(String.class)
                        .list())
                .containsExactly("fired-in");
    }

    @Test
    void saysOfEachPolicyWhetherItCoversAMachineAndWhyNot() {
        MachineId machine = samples.machine("why", "why", Map.of("why", "yes", "tier", "db"));
        policy("why-1-named", Set.of(machine), Map.of("why", "no"));
        policy("why-2-labels", Set.of(), Map.of("why", "yes"));
        policy("why-3-neither", Set.of(), Map.of("why", "no", "tier", "db", "os", "bsd"));
        PolicyId disabled = PolicyId.next(samples.now());
        PolicyTerms asleep = terms("why-4-disabled", Set.of(machine), Map.of()).disabled();
        catalog.getBean(KeepPolicies.class).create(Policy.of(disabled, asleep, samples.now()));

        Map<String, CoverageView> by = new HashMap<>();
        CoverageViews views = catalog.getBean(CoverageViews.class);
        views.page(machine, null, new PageRequest("-name", null, 200))
                .items()
                .forEach(view -> by.put(view.policyName(), view));

        assertThat(by.get("why-1-named")).satisfies(named -> {
            assertThat(named.covered()).isTrue();
            assertThat(named.how()).isEqualTo(How.NAME);
            assertThat(named.nextFireTimes()).hasSize(5);
            assertThat(named.whyNot()).isEmpty();
        });
        assertThat(by.get("why-2-labels")).extracting(CoverageView::how).isEqualTo(How.LABELS);
        assertThat(by.get("why-3-neither")).satisfies(neither -> {
            assertThat(neither.covered()).isFalse();
            assertThat(neither.whyNot())
                    .containsExactly(
                            new WhyNot(Reason.NOT_NAMED, null, null, null),
                            new WhyNot(Reason.LABEL_MISSING, "os", "bsd", null),
                            new WhyNot(Reason.LABEL_DIFFERS, "why", "no", "yes"));
        });
        assertThat(by.get("why-4-disabled")).satisfies(off -> {
            assertThat(off.covered()).isFalse();
            assertThat(off.how()).isEqualTo(How.NAME);
            assertThat(off.nextFireTimes()).isEmpty();
            assertThat(off.whyNot()).extracting(WhyNot::reason).containsExactly(Reason.DISABLED);
        });
        assertThat(views.page(machine, true, PageRequest.FIRST).items())
                .extracting(CoverageView::policyName)
                .containsExactly("why-1-named", "why-2-labels");
        assertThat(views.page(machine, false, PageRequest.FIRST).items())
                .extracting(CoverageView::policyName)
                .contains("why-3-neither", "why-4-disabled")
                .doesNotContain("why-1-named", "why-2-labels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Env", "-env", "env-", "e nv", "env=", "ключ", "env\n"})
    void refusesWhatIsNoKey(String key) {
        refused("labels-invalid", () -> Labels.of(Map.of(key, "value")));
    }

    @Test
    void refusesEmptyLongAndUnprintableValuesAndTooManyLabels() {
        refused("labels-invalid", () -> Labels.of(Map.of("env", "")));
        refused("labels-invalid", () -> Labels.of(Map.of("env", " ")));
        refused("labels-invalid", () -> Labels.of(Map.of("env", "a\tb")));
        refused("labels-invalid", () -> Labels.of(Map.of("env", "v".repeat(101))));
        refused("labels-invalid", () -> Labels.of(Map.of("k".repeat(64), "value")));
        Map<String, String> many = new HashMap<>();
        for (int key = 0; key <= Labels.MAXIMUM; key++) {
            many.put("k" + key, "v");
        }
        refused("labels-invalid", () -> Labels.of(many));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 59, 31_622_401})
    void refusesObjectivesThatAreNone(long seconds) {
        PolicyTerms terms = terms("objective-" + seconds, Set.of(), Map.of());

        refused("objective-invalid", () -> terms.within(Duration.ofSeconds(seconds)));
    }

    private PolicyId policy(String name, Set<MachineId> machines, Map<String, String> labels) {
        PolicyId id = PolicyId.next(samples.now());
        catalog.getBean(KeepPolicies.class).create(Policy.of(id, terms(name, machines, labels), samples.now()));
        return id;
    }

    private PolicyTerms terms(String name, Set<MachineId> machines, Map<String, String> labels) {
        CronSchedule nightly = CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now());
        return PolicyTerms.backups(name, samples.repository(name), nightly, RequestedMode.AUTO, machines, true)
                .selecting(Labels.of(labels));
    }

    private Map<UUID, String> coverage(PolicyId policy) {
        Map<UUID, String> coverage = new HashMap<>();
        samples.jdbc()
                .sql("select machine_id, how from policy_coverage where policy_id = ?")
                .param(policy.id())
                .query(row -> {
                    coverage.put(row.getObject("machine_id", UUID.class), row.getString("how"));
                });
        return coverage;
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
