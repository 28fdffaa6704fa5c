package io.tidemark.catalog.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.machine.ChangeMachine;
import io.tidemark.catalog.machine.Disk;
import io.tidemark.catalog.machine.MachineTerms;
import io.tidemark.catalog.machine.RemoveMachine;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/// A policy is scheduled where the machines are that it selects by labels, whatever becomes of them.
@ExtendWith(SharedCatalog.class)
class FollowedMachinesTest {
    private final ApplicationContext catalog;
    private final Samples samples;

    FollowedMachinesTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
    }

    @Test
    void machinesThatComeAndGoGiveAndTakePools() {
        PolicyId policy = policy("come", Map.of("come", "yes"));
        assertThat(backups(policy)).isEmpty();

        MachineId first = samples.machine("come-1", "come-left", Map.of("come", "yes"));
        MachineId second = samples.machine("come-2", "come-left", Map.of("come", "yes"));
        MachineId third = samples.machine("come-3", "come-right", Map.of("come", "yes"));
        samples.machine("come-4", "come-other", Map.of("come", "no"));
        assertThat(backups(policy)).containsExactly("come-left", "come-right");

        catalog.getBean(RemoveMachine.class).remove(first);
        assertThat(backups(policy)).containsExactly("come-left", "come-right");
        catalog.getBean(RemoveMachine.class).remove(second);
        assertThat(backups(policy)).containsExactly("come-right");
        change(third, "come-other", Map.of("come", "yes"));
        assertThat(backups(policy)).containsExactly("come-other");
        change(third, "come-other", Map.of());
        assertThat(backups(policy)).isEmpty();
    }

    @Test
    void aNamedMachineTakesItsPolicyAlongToAnotherPool() {
        MachineId machine = samples.machine("moved", "moved-from");
        samples.machine("moved-beside", "moved-to");
        PolicyId policy = PolicyId.next(samples.now());
        catalog.getBean(KeepPolicies.class)
                .create(Policy.of(policy, terms("moved", Set.of(machine), Map.of()), samples.now()));
        assertThat(scheduled(policy, "policy-collections")).containsExactly("moved-from");

        change(machine, "moved-to", Map.of());

        assertThat(backups(policy)).containsExactly("moved-to");
        assertThat(scheduled(policy, "policy-collections")).containsExactly("moved-to");
    }

    @Test
    void whatIsScheduledAndStaysKeepsItsFireTime() {
        PolicyId policy = policy("kept", Map.of("kept", "yes"));
        samples.machine("kept-1", "kept", Map.of("kept", "yes"));
        samples.jdbc()
                .sql(
                        "update qrtz_triggers set next_fire_time = 1 where trigger_name = ? and sched_name = 'kept' and trigger_group = 'policies'")
                .param(policy.toString())
                .update();

        samples.machine("kept-2", "kept", Map.of("kept", "yes"));
        samples.machine("kept-3", "kept-beside", Map.of("kept", "yes"));

        assertThat(samples.jdbc()
                        .sql(
                                "select next_fire_time from qrtz_triggers where trigger_name = ? and sched_name = 'kept' and trigger_group = 'policies'")
                        .param(policy.toString())
                        .query(Long.class)
                        .single())
                .as("due since long, and not put off by machines that came")
                .isEqualTo(1);
        assertThat(backups(policy)).containsExactly("kept", "kept-beside");
    }

    @Test
    void aDisabledPolicyIsScheduledForNoMachineThatComes() {
        PolicyId policy = policy("asleep", Map.of("asleep", "yes"));
        PolicyTerms on = terms("asleep-2", Set.of(), Map.of("asleep", "yes"));
        catalog.getBean(KeepPolicies.class).replace(policy, on.disabled(), null);

        samples.machine("asleep", "asleep", Map.of("asleep", "yes"));

        assertThat(backups(policy)).isEmpty();
        catalog.getBean(KeepPolicies.class).replace(policy, on, null);
        assertThat(backups(policy)).containsExactly("asleep");
    }

    @Test
    void noMachineSlipsPastAPolicyThatIsEnteredAtTheSameMoment() throws Exception {
        for (int round = 0; round < 15; round++) {
            String name = "race-" + round;
            PolicyTerms terms = terms(name, Set.of(), Map.of("race", name));
            PolicyId policy = PolicyId.next(samples.now());
            Callable<Object> entersPolicy = () -> {
                catalog.getBean(KeepPolicies.class).create(Policy.of(policy, terms, samples.now()));
                return policy;
            };
            List<Callable<Object>> work = List.of(
                    entersPolicy,
                    () -> samples.machine(name + "-a", "race-a", Map.of("race", name)),
                    () -> samples.machine(name + "-b", "race-b", Map.of("race", name)));
            try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
                for (Future<Object> done : threads.invokeAll(work)) {
                    done.get();
                }
            }

            assertThat(backups(policy)).as(name).containsExactly("race-a", "race-b");
        }
    }

    private void change(MachineId machine, String pool, Map<String, String> labels) {
        Disk disk = new Disk(UUID.randomUUID(), "vda", "/images/changed.qcow2");
        catalog.getBean(ChangeMachine.class)
                .replace(machine, new MachineTerms(pool, List.of(disk), Labels.of(labels)), null);
    }

    private PolicyId policy(String name, Map<String, String> labels) {
        PolicyId id = PolicyId.next(samples.now());
        catalog.getBean(KeepPolicies.class).create(Policy.of(id, terms(name, Set.of(), labels), samples.now()));
        return id;
    }

    private PolicyTerms terms(String name, Set<MachineId> machines, Map<String, String> labels) {
        CronSchedule nightly = CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now());
        return PolicyTerms.backups(name, samples.repository(name), nightly, RequestedMode.AUTO, machines, true)
                .selecting(Labels.of(labels))
                .tending(null, nightly);
    }

    private List<String> backups(PolicyId policy) {
        return scheduled(policy, "policies");
    }

    private List<String> scheduled(PolicyId policy, String group) {
        return samples.jdbc()
                .sql("select sched_name from qrtz_triggers where trigger_name = ? and trigger_group = ? order by 1")
                .params(policy.toString(), group)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
