package io.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.StoreCaps;
import io.tidemark.catalog.repository.LimitRepository;
import io.tidemark.catalog.repository.RepositoryLimits;
import io.tidemark.catalog.repository.RepositoryTerms;
import io.tidemark.catalog.repository.RepositoryViews;
import io.tidemark.catalog.run.RestoreFormat;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Repositories with terms of their own: sealed ones, and limits.
@CatalogTest
@Seeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenedRepositoriesTest {
    private final WorkerLab lab;
    private final Path repositories;
    private final ConfigurableApplicationContext worker;

    OpenedRepositoriesTest(TestDatabase database, @TempDir Path directory) {
        this.repositories = directory.resolve("repositories");
        this.lab = new WorkerLab(database, directory);
        this.worker = lab.worker("kvm1");
    }

    @AfterAll
    void end() {
        worker.close();
        lab.close();
    }

    @Test
    void aSealedRepositoryIsMadeBackedUpToAndRestoredFrom(RandomGenerator random) throws IOException {
        passphrase("vault", "ebb and flow");
        RepositoryEntryId vault = id();
        assertThat(lab.finished(enter(vault, "vault", true)).error()).isNull();
        assertThat(lab.bean(RepositoryViews.class).get(vault).sealed()).isTrue();
        byte[] content = new byte[1 << 20];
        random.nextBytes(content);
        Path image = Files.write(lab.images().resolve("sealed.raw"), content);
        MachineId machine = lab.machine("sealed", image.toString());

        RunView backup = lab.finished(backup(machine, vault));
        assertThat(backup.error()).isNull();
        RunId restore = lab.queue()
                .submit(new RunOrder.Restore(
                        Objects.requireNonNull(backup.point()),
                        null,
                        lab.images().resolve("unsealed.raw").toString(),
                        RestoreFormat.RAW));
        assertThat(lab.finished(restore).error()).isNull();
        assertThat(lab.images().resolve("unsealed.raw")).hasBinaryContent(content);
        assertThat(lab.finished(lab.queue().submit(new RunOrder.VerifyRepository(vault, 100)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
        try (Stream<Path> keys = Files.list(repositories.resolve("vault/keys"))) {
            assertThat(keys).hasSize(1);
        }

        passphrase("vault", "neap tide");
        RunView.Problem wrong = error(lab.queue().submit(new RunOrder.Connect(vault)));
        assertThat(wrong.code()).isEqualTo("wrong-key");
        assertThat(wrong.message())
                .contains("file \"vault\" of worker \"kvm1\"")
                .doesNotContain("neap tide");
        Files.delete(lab.passphrases().resolve("vault"));
        RunView.Problem missing = error(lab.queue().submit(new RunOrder.Connect(vault)));
        assertThat(missing.code()).isEqualTo("passphrase-missing");
        assertThat(missing.message())
                .contains("first line of the file \"vault\" in " + lab.passphrases())
                .doesNotContain("--passphrase-file");
    }

    @Test
    void nobodyGetsAnOpenRepositoryWhoBelievesItSealed() throws IOException {
        RepositoryEntryId unkeyed = id();
        assertThat(error(enter(unkeyed, "unkeyed", true)).code()).isEqualTo("passphrase-missing");
        assertThat(repositories.resolve("unkeyed/tidemark.json")).doesNotExist();

        passphrase("unasked", "ebb and flow");
        RunView.Problem unasked = error(enter(id(), "unasked", false));
        assertThat(unasked.code()).isEqualTo("not-sealed");
        assertThat(unasked.message()).contains("\"sealed\": true");
        assertThat(repositories.resolve("unasked/tidemark.json")).doesNotExist();

        RepositoryEntryId open = id();
        assertThat(lab.finished(enter(open, "open", false)).error()).isNull();
        lab.jdbc()
                .sql("delete from runs where repository_id = ?")
                .param(open.id())
                .update();
        lab.jdbc().sql("delete from repositories where id = ?").param(open.id()).update();
        assertThat(error(enter(id(), "open", true)).code()).isEqualTo("not-sealed");
    }

    @Test
    void aPassphraseThatIsNoneIsRefusedWithTheFilesName() throws IOException {
        passphrase("empty", "");

        RunView.Problem problem = error(enter(id(), "empty", true));

        assertThat(problem.code()).isEqualTo("passphrase-missing");
        assertThat(problem.message())
                .contains(lab.passphrases().resolve("empty").toString());
    }

    @Test
    void limitsHoldARunBackAndWhatItAskedForIsToldInTheEnd(RandomGenerator random) throws IOException {
        RepositoryEntryId slow = lab.repository("slow");
        MachineId machine = lab.machine("slow", 2, random);
        lab.bean(LimitRepository.class).limit(slow, new RepositoryLimits(0, 1 << 20, 0), null);

        RunView run = lab.finished(backup(machine, slow));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        RunView.Cost cost = Objects.requireNonNull(run.cost());
        assertThat(cost.bytesUp()).isBetween(2L << 20, 3L << 20);
        assertThat(cost.requests()).isBetween(5L, 60L);
        // What is over a second's worth has to wait.
        assertThat(Duration.between(Objects.requireNonNull(run.startedAt()), Objects.requireNonNull(run.finishedAt())))
                .isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void theTighterOfTheLimitsOfRepositoryAndPolicyHolds(RandomGenerator random) throws IOException {
        RepositoryEntryId roomy = lab.repository("roomy");
        MachineId machine = lab.machine("capped", 2, random);
        lab.bean(LimitRepository.class).limit(roomy, new RepositoryLimits(0, 1 << 28, 0), null);
        Instant now = lab.bean(Clock.class).instant();
        PolicyId policy = PolicyId.next(now);
        CronSchedule yearly = CronSchedule.parse("0 0 3 1 1 ?", "UTC", now);
        PolicyTerms terms = PolicyTerms.backups("capped", roomy, yearly, RequestedMode.AUTO, Set.of(machine), true)
                .capped(new StoreCaps(0, 1 << 20));
        lab.bean(KeepPolicies.class).create(Policy.of(policy, terms, now));

        lab.bean(PolicyFiring.class).fire(PolicyTask.BACKUP, policy, "default", now);
        RunView held = lab.finished(new RunId(lab.jdbc()
                .sql("select id from runs where policy_id = ?")
                .param(policy.id())
                .query((row, n) -> row.getObject("id", UUID.class))
                .single()));
        RunView free = lab.finished(backup(lab.machine("uncapped", 2, random), roomy));

        assertThat(held.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(took(held)).isGreaterThan(Duration.ofMillis(900));
        assertThat(free.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(took(free)).isLessThan(took(held));
    }

    private static Duration took(RunView run) {
        return Duration.between(Objects.requireNonNull(run.startedAt()), Objects.requireNonNull(run.finishedAt()));
    }

    private void passphrase(String repository, String words) throws IOException {
        Files.writeString(lab.passphrases().resolve(repository), words + "\n");
    }

    private RepositoryEntryId id() {
        return RepositoryEntryId.next(lab.bean(Clock.class).instant());
    }

    private RunId enter(RepositoryEntryId id, String name, boolean sealed) {
        return lab.enter(
                id,
                new RepositoryTerms(
                        name, "file:" + repositories.resolve(name), null, null, sealed, RepositoryLimits.NONE));
    }

    private RunId backup(MachineId machine, RepositoryEntryId repository) {
        return lab.queue().submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
    }

    private RunView.Problem error(RunId run) {
        return Objects.requireNonNull(lab.finished(run).error());
    }
}
