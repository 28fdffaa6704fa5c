package io.tidemark.catalog.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.PointFilter;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.PointViews;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
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

/// Lists are narrowed, ordered and read page by page.
@ExtendWith(SharedCatalog.class)
class MachineListsTest {
    private final ApplicationContext catalog;
    private final Samples samples;
    private final MachineViews views;

    MachineListsTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.views = catalog.getBean(MachineViews.class);
    }

    @Test
    void goOnWhereTheCursorSaysInEveryOrder() {
        RepositoryEntryId repository = samples.repository("order");
        for (String name : List.of("order-c", "order-a", "order-e", "order-b", "order-d")) {
            samples.machine(name, "order");
        }
        point("order-b", repository, Duration.ofDays(3));
        point("order-d", repository, Duration.ofDays(1));
        point("order-a", repository, Duration.ofDays(2));

        assertThat(all("order", "name")).containsExactly("order-a", "order-b", "order-c", "order-d", "order-e");
        assertThat(all("order", "-name")).containsExactly("order-e", "order-d", "order-c", "order-b", "order-a");
        assertThat(all("order", "createdAt")).containsExactly("order-c", "order-a", "order-e", "order-b", "order-d");
        assertThat(all("order", "-lastPoint").subList(0, 3)).containsExactly("order-d", "order-a", "order-b");
        assertThat(all("order", "lastPoint").subList(0, 2)).containsExactlyInAnyOrder("order-c", "order-e");
        assertThat(all("order", "lastPoint").subList(2, 5)).containsExactly("order-b", "order-a", "order-d");
    }

    @Test
    void refuseOrdersThatAreNoneAndCursorsOfOthers() {
        samples.machine("alien-1", "alien");
        samples.machine("alien-2", "alien");
        MachineFilter filter = pool("alien");
        String cursor = views.page(filter, new PageRequest("name", null, 1)).nextCursor();
        assertThat(cursor).isNotNull();

        refused("sort-invalid", () -> views.page(filter, new PageRequest("colour", null, null)));
        refused("sort-invalid", () -> views.page(filter, new PageRequest("", null, null)));
        refused("sort-invalid", () -> views.page(filter, new PageRequest("--name", null, null)));
        refused("cursor-invalid", () -> views.page(filter, new PageRequest("-name", cursor, null)));
        refused("cursor-invalid", () -> views.page(filter, new PageRequest("createdAt", cursor, null)));
        refused("cursor-invalid", () -> views.page(filter, new PageRequest(null, "nonsense", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "+1000000000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "infinity"})
    void refuseCursorsWithTimesThatAreNone(String time) {
        String cursor = cursor("createdAt", time);

        refused("cursor-invalid", () -> views.page(pool("times"), new PageRequest("createdAt", cursor, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name", "name ", "name 36", "name 36 short", "name -1 ", "name x y", "name 4294967295 a", " "})
    void refuseCursorsThatBreakOff(String text) {
        refused("cursor-invalid", () -> views.page(pool("broken"), new PageRequest("name", encoded(text), null)));
    }

    @Test
    void refuseCursorsWithNamesThatTheDatabaseCannotTake() {
        String cursor = cursor("name", "a\0b");

        refused("cursor-invalid", () -> views.page(pool("names"), new PageRequest("name", cursor, null)));
    }

    @Test
    void areNarrowedByLabelsNamesPoolsAndPolicies() {
        samples.machine("narrow-Web-1", "narrow", Map.of("narrow", "yes", "tier", "web"));
        samples.machine("narrow-web-2", "narrow", Map.of("narrow", "yes", "tier", "web", "env", "test"));
        samples.machine("narrow-db", "narrow", Map.of("narrow", "yes", "tier", "db"));
        samples.machine("narrow-elsewhere", "narrow-2", Map.of("narrow", "yes", "tier", "web"));
        UUID policy = policy("narrow", Map.of("narrow", "yes", "env", "test"), null);

        assertThat(names(filter(List.of(Map.entry("narrow", "yes"), Map.entry("tier", "web")), null, null)))
                .containsExactlyInAnyOrder("narrow-Web-1", "narrow-web-2", "narrow-elsewhere");
        assertThat(names(filter(List.of(Map.entry("tier", "web"), Map.entry("tier", "db")), null, null)))
                .isEmpty();
        assertThat(names(filter(List.of(Map.entry("narrow", "yes")), "narrow-2", null)))
                .containsExactly("narrow-elsewhere");
        assertThat(names(filter(List.of(), "narrow", "WEB"))).containsExactlyInAnyOrder("narrow-Web-1", "narrow-web-2");
        assertThat(names(filter(List.of(), "narrow", "%"))).isEmpty();
        assertThat(names(new MachineFilter(List.of(), null, null, policy, null)))
                .containsExactly("narrow-web-2");
    }

    @Test
    void areNarrowedByProtection() {
        RepositoryEntryId repository = samples.repository("guard");
        Map<String, String> covered = Map.of("guard", "yes");
        samples.machine("guard-good", "guard", covered);
        samples.machine("guard-late", "guard", covered);
        samples.machine("guard-never", "guard", covered);
        samples.machine("guard-bare", "guard");
        policy("guard", repository, covered, Duration.ofHours(2));
        point("guard-good", repository, Duration.ofHours(1));
        point("guard-late", repository, Duration.ofHours(3));
        point("guard-bare", repository, Duration.ofMinutes(1));

        assertThat(protectedAs(ProtectionState.PROTECTED)).containsExactly("guard-good");
        assertThat(protectedAs(ProtectionState.LATE)).containsExactly("guard-late");
        assertThat(protectedAs(ProtectionState.NEVER)).containsExactly("guard-never");
        assertThat(protectedAs(ProtectionState.UNCOVERED)).containsExactly("guard-bare");

        for (MachineView machine : views.page(pool("guard"), PageRequest.FIRST).items()) {
            Protection protection = machine.protection();
            assertThat(protectedAs(protection.state())).contains(machine.name());
            if (protection.state() == ProtectionState.LATE) {
                assertThat(protection.objective()).isEqualTo(Duration.ofHours(2));
                assertThat(protection.age()).isBetween(Duration.ofHours(3), Duration.ofMinutes(185));
            }
        }
    }

    @Test
    void ofPointsAreNarrowedByTime() {
        RepositoryEntryId repository = samples.repository("span");
        samples.machine("span");
        Instant first = point("span", repository, Duration.ofHours(3));
        Instant second = point("span", repository, Duration.ofHours(2));
        Instant third = point("span", repository, Duration.ofHours(1));
        PointViews points = catalog.getBean(PointViews.class);

        assertThat(points.page(new PointFilter(null, repository.id(), first, third), PageRequest.FIRST)
                        .items())
                .extracting(PointView::createdAt)
                .containsExactly(second, first);
        assertThat(points.page(PointFilter.inRepository(repository.id()), new PageRequest("createdAt", null, 1))
                        .items())
                .extracting(PointView::createdAt)
                .containsExactly(first);
    }

    private List<String> protectedAs(ProtectionState state) {
        return names(new MachineFilter(List.of(), "guard", null, null, state));
    }

    private List<String> names(MachineFilter filter) {
        return views.page(filter, PageRequest.FIRST).items().stream()
                .map(MachineView::name)
                .toList();
    }

    private List<String> all(String pool, String sort) {
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            Page<MachineView> page = views.page(pool(pool), new PageRequest(sort, cursor, 2));
            page.items().forEach(machine -> names.add(machine.name()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return names;
    }

    private static MachineFilter pool(String pool) {
        return filter(List.of(), pool, null);
    }

    private static MachineFilter filter(
            List<Map.Entry<String, String>> labels, @Nullable String pool, @Nullable String name) {
        return new MachineFilter(labels, pool, name, null, null);
    }

    private UUID policy(String name, Map<String, String> labels, @Nullable Duration objective) {
        return policy(name, samples.repository(name), labels, objective);
    }

    private UUID policy(
            String name, RepositoryEntryId repository, Map<String, String> labels, @Nullable Duration objective) {
        CronSchedule nightly = CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now());
        PolicyTerms terms = PolicyTerms.backups(
                        "lists-" + name, repository, nightly, RequestedMode.AUTO, Set.<MachineId>of(), true)
                .selecting(Labels.of(labels))
                .within(objective);
        PolicyId id = PolicyId.next(samples.now());
        catalog.getBean(KeepPolicies.class).create(Policy.of(id, terms, samples.now()));
        return id.id();
    }

    private Instant point(String machine, RepositoryEntryId repository, Duration age) {
        Instant at = samples.now().minus(age);
        catalog.getBean(Points.class)
                .add(new CommittedPoint(UUID.randomUUID(), repository, machine, null, at, List.of()));
        return at;
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static String cursor(String sort, String key) {
        return encoded(sort + " 36 " + UUID.randomUUID() + key);
    }

    private static String encoded(String cursor) {
        return Base64.getUrlEncoder().encodeToString(cursor.getBytes(UTF_8));
    }
}
