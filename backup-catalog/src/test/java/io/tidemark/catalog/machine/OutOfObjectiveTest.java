package io.tidemark.catalog.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.machine.OutOfObjective.LateMachine;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class OutOfObjectiveTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final ApplicationContext catalog;
    private final Samples samples;
    private final Points points;

    OutOfObjectiveTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.points = catalog.getBean(Points.class);
    }

    @Test
    void aMachineIsOutOnceItsNewestPointIsOlderThanItsObjective() {
        RepositoryEntryId repository = samples.repository("out");
        samples.machine("out-old", "default", Map.of("out", "yes"));
        samples.machine("out-new", "default", Map.of("out", "yes"));
        policy("out", repository, Map.of("out", "yes"), DAY, true);
        Instant old = point("out-old", repository, Duration.ofHours(25));
        point("out-old", repository, Duration.ofHours(49));
        UUID good = UUID.randomUUID();
        point(good, "out-new", repository, Duration.ofHours(23));

        assertThat(out("out-new")).isEmpty();
        LateMachine late = out("out-old").orElseThrow();
        assertThat(late.objective()).isEqualTo(DAY);
        assertThat(late.newestPoint()).isEqualTo(old);
        assertThat(late.labels()).isEqualTo(Labels.of(Map.of("out", "yes")));

        Instant before = point("out-new", repository, Duration.ofHours(30));
        points.remove(repository, List.of(good));
        assertThat(out("out-new").orElseThrow().newestPoint())
                .as("the newest point went, the one before counts again")
                .isEqualTo(before);
    }

    @Test
    void withoutAPointAMachineIsOutFromTheStart() {
        samples.machine("pointless", "default", Map.of("pointless", "yes"));
        policy("pointless", samples.repository("pointless"), Map.of("pointless", "yes"), DAY, true);

        assertThat(out("pointless").orElseThrow().newestPoint()).isNull();
    }

    @Test
    void pointsThatWereThereBeforeTheMachineCount() {
        RepositoryEntryId repository = samples.repository("adopted-early");
        point("adopted-early", repository, Duration.ofHours(1));
        samples.machine("adopted-early", "default", Map.of("adopted-early", "yes"));
        policy("adopted-early", repository, Map.of("adopted-early", "yes"), DAY, true);

        assertThat(out("adopted-early")).isEmpty();
    }

    @Test
    void disabledPoliciesAndThoseWithoutAnObjectiveAskForNothing() {
        RepositoryEntryId repository = samples.repository("lax");
        samples.machine("lax", "default", Map.of("lax", "yes"));
        policy("lax-1", repository, Map.of("lax", "yes"), null, true);
        policy("lax-2", repository, Map.of("lax", "yes"), DAY, false);

        assertThat(out("lax")).isEmpty();
    }

    @Test
    void aPointInOneRepositoryDoesNotDoForTheObjectiveOfAnother() {
        RepositoryEntryId near = samples.repository("near");
        RepositoryEntryId far = samples.repository("far");
        samples.machine("twice", "default", Map.of("twice", "yes"));
        policy("near", near, Map.of("twice", "yes"), DAY, true);
        policy("far", far, Map.of("twice", "yes"), DAY.multipliedBy(7), true);
        point("twice", near, Duration.ofMinutes(5));
        Instant lastFar = point("twice", far, Duration.ofDays(8));

        LateMachine late = out("twice").orElseThrow();

        assertThat(late.objective()).isEqualTo(Duration.ofDays(7));
        assertThat(late.newestPoint()).isEqualTo(lastFar);
        point("twice", far, Duration.ofMinutes(1));
        assertThat(out("twice")).isEmpty();
    }

    private Optional<LateMachine> out(String name) {
        return catalog.getBean(OutOfObjective.class).machines().stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst();
    }

    private void policy(
            String name,
            RepositoryEntryId repository,
            Map<String, String> labels,
            @Nullable Duration objective,
            boolean enabled) {
        CronSchedule nightly = CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now());
        PolicyTerms terms = PolicyTerms.backups(
                        "objective-" + name, repository, nightly, RequestedMode.AUTO, Set.<MachineId>of(), enabled)
                .selecting(Labels.of(labels))
                .within(objective);
        catalog.getBean(KeepPolicies.class).create(Policy.of(PolicyId.next(samples.now()), terms, samples.now()));
    }

    private Instant point(String machine, RepositoryEntryId repository, Duration age) {
        return point(UUID.randomUUID(), machine, repository, age);
    }

    private Instant point(UUID id, String machine, RepositoryEntryId repository, Duration age) {
        Instant at = samples.now().minus(age).truncatedTo(ChronoUnit.MILLIS);
        assertThat(points.add(new CommittedPoint(id, repository, machine, null, at, List.of())))
                .isTrue();
        return at;
    }
}
