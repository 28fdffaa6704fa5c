package io.tidemark.catalog.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class RunListsTest {
    private final ApplicationContext catalog;
    private final Samples samples;
    private final RunViews views;

    RunListsTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.views = catalog.getBean(RunViews.class);
    }

    @Test
    void runsAreNarrowedByPolicyPoolAndTimeAndReadInBothOrders() {
        RepositoryEntryId repository = samples.repository("narrowed");
        MachineId first = samples.machine("narrowed-1", "narrowed");
        MachineId second = samples.machine("narrowed-2", "narrowed");
        CronSchedule nightly = CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now());
        PolicyId policy = PolicyId.next(samples.now());
        PolicyTerms terms =
                PolicyTerms.backups("narrowed", repository, nightly, RequestedMode.AUTO, Set.of(first, second), true);
        catalog.getBean(KeepPolicies.class).create(Policy.of(policy, terms, samples.now()));
        Instant before = samples.now();
        catalog.getBean(PolicyFiring.class)
                .fire(PolicyTask.BACKUP, policy, "narrowed", Instant.parse("2026-11-23T03:00:00Z"));
        Instant after = samples.now().plusSeconds(1);

        assertThat(machines(of(policy.id(), null, null, null), "createdAt"))
                .containsExactlyInAnyOrder("narrowed-1", "narrowed-2")
                .isEqualTo(machines(of(policy.id(), null, null, null), "-createdAt")
                        .reversed());
        assertThat(machines(of(null, "narrowed", before, after), null)).hasSize(2);
        assertThat(machines(of(null, "narrowed", after, null), null)).isEmpty();
        assertThat(machines(of(null, "narrowed", null, before), null)).isEmpty();
        assertThat(machines(of(policy.id(), "default", null, null), null)).isEmpty();
        Page<RunView> page = views.page(of(policy.id(), null, null, null), new PageRequest("createdAt", null, 1));
        assertThat(views.page(of(policy.id(), null, null, null), new PageRequest("createdAt", page.nextCursor(), 1))
                        .items())
                .hasSize(1)
                .doesNotContainAnyElementsOf(page.items());
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> views.page(
                        of(policy.id(), null, null, null), new PageRequest("-createdAt", page.nextCursor(), 1)));
    }

    @ParameterizedTest(name = "{0} machines")
    @ValueSource(ints = {0, 1, 50, 51, 60})
    void aBoundedListHasWhatTheBoundsHoldHoweverManyMachines(int count) {
        String label = "bounded-" + count;
        RepositoryEntryId repository = samples.repository(label);
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String name = label + "-" + n;
            run(samples.machine(name, "default", Map.of("part", label, "other", "yes")), repository);
            expected.add(name);
        }
        run(samples.machine(label + "-elsewhere", "default", Map.of("part", "none", "other", "yes")), repository);
        run(samples.machine(label + "-half", "default", Map.of("part", label)), repository);
        Bounds bounds = Bounds.of(Map.of("part", label, "other", "yes"));

        assertThat(all(bounds)).containsExactlyElementsOf(expected.reversed());
    }

    private List<String> all(Bounds bounds) {
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            Page<RunView> page = views.page(of(null, null, null, null), bounds, new PageRequest(null, cursor, 20));
            page.items().forEach(run -> names.add(requireNonNull(run.machine()).name()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return names;
    }

    private void run(MachineId machine, RepositoryEntryId repository) {
        catalog.getBean(RunQueue.class).submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
    }

    private List<String> machines(RunFilter filter, @Nullable String sort) {
        return views.page(filter, new PageRequest(sort, null, null)).items().stream()
                .map(RunView::machine)
                .map(machine -> machine == null ? "" : machine.name())
                .toList();
    }

    private static RunFilter of(
            @Nullable UUID policy, @Nullable String pool, @Nullable Instant from, @Nullable Instant to) {
        return new RunFilter(null, null, policy, pool, null, null, null, null, from, to);
    }
}
