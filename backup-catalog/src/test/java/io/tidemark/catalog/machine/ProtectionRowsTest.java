package io.tidemark.catalog.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import io.tidemark.testing.Seeded;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What triggers keep in `machine_protection` is what follows from policies, labels and points.
@Seeded
@ExtendWith(SharedCatalog.class)
class ProtectionRowsTest {
    private static final int CHANGES = 150;

    /// The definition, worked out anew.
    private static final String AS_DEFINED = """
            select m.name, d.policy_id is not null covered, d.objective_seconds, d.at newest_at, d.due due_at,
                   (select max(p.created_at) from points p where p.machine_id = m.id) last_point_at
            from machines m
            left join lateral (
                select p.id policy_id, p.objective_seconds, n.at,
                       case when p.objective_seconds is not null
                            then coalesce(n.at + make_interval(secs => p.objective_seconds), '-infinity') end due
                from policies p
                left join lateral (select max(x.created_at) at from points x
                                   where x.machine_id = m.id and x.repository_id = p.repository_id) n on true
                where p.enabled
                  and (exists (select from policy_machines c where c.policy_id = p.id and c.machine_id = m.id)
                       or exists (select from policy_labels l where l.policy_id = p.id)
                          and not exists (select from policy_labels l where l.policy_id = p.id
                                          and not exists (select from machine_labels o where o.machine_id = m.id
                                                          and o.key = l.key and o.value = l.value)))
                order by due nulls last, p.objective_seconds nulls last, p.id limit 1) d on true
            where m.name like 'worked-out-%' order by m.name""";

    private static final String AS_KEPT = """
            select m.name, p.covered, p.objective_seconds, p.newest_at, nullif(p.due_at, 'infinity') due_at,
                   nullif(p.last_point_at, '-infinity') last_point_at
            from machines m left join machine_protection p on p.machine_id = m.id where m.name like 'worked-out-%' order by m.name""";

    private final Samples samples;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    ProtectionRowsTest(ApplicationContext catalog) {
        this.samples = new Samples(catalog);
        this.jdbc = samples.jdbc();
        this.transaction = new TransactionTemplate(catalog.getBean(PlatformTransactionManager.class));
    }

    @Test
    void followAnyChangeInAnyOrder(RandomGenerator random) {
        List<UUID> repositories = List.of(
                samples.repository("worked-out-0").id(),
                samples.repository("worked-out-1").id());
        for (int n = 0; n < 6; n++) {
            samples.machine("worked-out-" + n, "kept", Map.of("kept", Integer.toString(n % 2)));
        }
        List<Runnable> changes = List.of(
                () -> newMachine(random),
                () -> run("delete from machines where id = (%s)", machine(random)),
                () -> newPoint(machine(random), random),
                () -> newPoint(machine(random), random),
                () -> run(
                        "delete from points where id = (select id from points where machine_name like 'worked-out-%%'"
                                + " order by md5(id || '%s') limit 1)",
                        random.nextInt()),
                () -> newPolicy(repositories.get(random.nextInt(2)), random),
                () -> run("delete from policies where id = (%s)", policy(random)),
                () -> run("update policies set enabled = not enabled where id = (%s)", policy(random)),
                () -> run(
                        "update policies set objective_seconds = %s where id = (%s)",
                        objective(random), policy(random)),
                () -> run(
                        "update policies set repository_id = '%s' where id = (%s)",
                        repositories.get(random.nextInt(2)), policy(random)),
                () -> run(
                        "insert into policy_machines select (%s), (%s) where (%1$s) is not null and (%2$s) is not null on conflict do nothing",
                        policy(random), machine(random)),
                () -> run("delete from policy_machines where policy_id = (%s)", policy(random)),
                () -> run(
                        "update machine_labels set value = '%s' where machine_id = (%s)",
                        random.nextInt(2), machine(random)));

        for (int n = 0; n < CHANGES; n++) {
            changes.get(random.nextInt(changes.size())).run();

            assertThat(rows(AS_KEPT)).as("after change %d", n).isEqualTo(rows(AS_DEFINED));
        }
    }

    @Test
    void followTwoChangesAtTheSameMoment() {
        UUID repository = samples.repository("worked-out-both").id();
        UUID machine = samples.machine("worked-out-both", "kept", Map.of()).id();
        UUID policy = insertPolicy(repository, "60");
        run("insert into policy_machines values ('%s', '%s')", policy, machine);

        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> change = transaction.execute(status -> {
                insertPoint(repository, machine, "worked-out-both", 1);
                CompletableFuture<Void> begun = CompletableFuture.runAsync(
                        () -> run("update policies set objective_seconds = 7200 where id = '%s'", policy), other);
                await().atMost(20, TimeUnit.SECONDS).until(this::somebodyWaits);
                return begun;
            });
            change.orTimeout(20, TimeUnit.SECONDS).join();
        }

        assertThat(rows(AS_KEPT)).isEqualTo(rows(AS_DEFINED));
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select exists (select from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock' and query like 'update policies%')")
                .query(Boolean.class)
                .single();
    }

    private void newMachine(RandomGenerator random) {
        samples.machine("worked-out-" + UUID.randomUUID(), "kept", Map.of("kept", Integer.toString(random.nextInt(2))));
    }

    private void newPoint(String machine, RandomGenerator random) {
        run(
                "insert into points (id, repository_id, machine_id, machine_name, created_at)"
                        + " select uuidv7(), (select id from repositories where name = 'worked-out-%d'), id, name, now() - interval '%d minutes'"
                        + " from machines where id = (%s)",
                random.nextInt(2), random.nextInt(1, 2000), machine);
    }

    private void insertPoint(UUID repository, UUID machine, String name, int minutes) {
        run(
                "insert into points (id, repository_id, machine_id, machine_name, created_at)"
                        + " values (uuidv7(), '%s', '%s', '%s', now() - interval '%d minutes')",
                repository, machine, name, minutes);
    }

    private void newPolicy(UUID repository, RandomGenerator random) {
        UUID policy = insertPolicy(repository, objective(random));
        if (random.nextBoolean()) {
            run("insert into policy_labels values ('%s', 'kept', '%d')", policy, random.nextInt(2));
        }
    }

    private UUID insertPolicy(UUID repository, String objective) {
        UUID policy = UUID.randomUUID();
        run(
                "insert into policies (id, name, repository_id, cron, time_zone, mode, enabled, created_at, version,"
                        + " jitter_seconds, missed, objective_seconds) values ('%s', 'worked-out-%1$s', '%s', '0 0 3 * * ?', 'UTC', 'auto',"
                        + " true, now(), 0, 0, 'once', %s)",
                policy, repository, objective);
        return policy;
    }

    private static String objective(RandomGenerator random) {
        return random.nextInt(3) == 0 ? "null" : Integer.toString(random.nextInt(60, 100_000));
    }

    private static String machine(RandomGenerator random) {
        return anyOf("machines", random);
    }

    private static String policy(RandomGenerator random) {
        return anyOf("policies", random);
    }

    private static String anyOf(String table, RandomGenerator random) {
        return "select id from %s where name like 'worked-out-%%' order by md5(name || '%d') limit 1"
                .formatted(table, random.nextInt());
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private void run(String sql, Object... parts) {
        jdbc.sql(sql.formatted(parts)).update();
    }

    private List<Map<String, @Nullable Object>> rows(String query) {
        return jdbc.sql(query).query().listOfRows();
    }
}
