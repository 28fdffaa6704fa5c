package io.tidemark.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.repository.RepositoryLimits;
import io.tidemark.catalog.repository.RepositoryTerms;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.secret.RepositorySecrets;
import io.tidemark.catalog.secret.S3KeyPair;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Workers open repositories with what was set for them in the catalog.
@CatalogTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedSecretsTest {
    private static final String KEY = "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=";
    private static final String OTHER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final WorkerLab lab;
    private final Path directory;

    SealedSecretsTest(TestDatabase database, @TempDir Path directory) {
        this.directory = directory;
        this.lab = new WorkerLab(database, directory);
    }

    @AfterAll
    void end() {
        lab.close();
    }

    @Test
    void aPassphraseInTheCatalogHasPrecedenceOverTheWorkersFile() throws IOException {
        RepositoryEntryId vault = id();
        Files.writeString(lab.passphrases().resolve("vault"), "the file's\n");
        try (ConfigurableApplicationContext worker = worker("kvm1", KEY)) {
            RunId first = enter(
                    vault,
                    new RepositoryTerms(
                            "vault",
                            "file:" + directory.resolve("repositories/vault"),
                            null,
                            null,
                            true,
                            RepositoryLimits.NONE));
            assertThat(lab.finished(first).error()).isNull();

            RepositorySecrets secrets = worker.getBean(RepositorySecrets.class);
            secrets.setPassphrase(vault, "the catalog's".getBytes(UTF_8));
            RunView.Problem wrong = error(connect(vault));
            assertThat(wrong.code()).isEqualTo("wrong-key");
            assertThat(wrong.message()).contains("in the catalog").doesNotContain("the catalog's");

            Files.delete(lab.passphrases().resolve("vault"));
            secrets.setPassphrase(vault, "the file's".getBytes(UTF_8));
            assertThat(lab.finished(connect(vault)).error()).isNull();
        }
        try (ConfigurableApplicationContext keyless = worker("kvm2", null)) {
            RunView.Problem missing = error(connect(vault));
            assertThat(missing.code()).isEqualTo("secret-key-missing");
            assertThat(missing.message()).contains("tidemark.secrets.key-file");
            assertThat(keyless.isRunning()).isTrue();
        }
        try (ConfigurableApplicationContext otherwise = worker("kvm3", OTHER)) {
            assertThat(error(connect(vault)).code()).isEqualTo("secret-key-wrong");
            assertThat(otherwise.isRunning()).isTrue();
        }
    }

    @Test
    void credentialsInTheCatalogHavePrecedenceOverTheWorkersOwn() {
        RepositoryEntryId bucket = id();
        S3Server store = SharedS3.server();
        try (ConfigurableApplicationContext worker = worker("kvm4", KEY)) {
            RepositorySecrets secrets = worker.getBean(RepositorySecrets.class);
            RunId first = enter(
                    bucket,
                    new RepositoryTerms(
                            "bucket",
                            "s3://" + SharedS3.freshBucket() + "/vms",
                            store.endpoint().toString(),
                            null,
                            false,
                            RepositoryLimits.NONE));
            lab.finished(first);

            secrets.setCredentials(bucket, new S3KeyPair("somebody", "else's secret"));
            RunView.Problem refused = error(connect(bucket));
            assertThat(refused.code()).isEqualTo("store-access-denied");
            assertThat(refused.message())
                    .contains("set for repository \"bucket\"")
                    .doesNotContain("else's secret");

            secrets.setCredentials(bucket, new S3KeyPair(store.accessKey(), store.secretKey()));
            assertThat(lab.finished(connect(bucket)).error()).isNull();
        }
    }

    private ConfigurableApplicationContext worker(String name, @Nullable String key) {
        return key == null ? lab.worker(name) : lab.worker(name, "--tidemark.secrets.key=" + key);
    }

    private RepositoryEntryId id() {
        return RepositoryEntryId.next(lab.bean(Clock.class).instant());
    }

    private RunId enter(RepositoryEntryId id, RepositoryTerms terms) {
        return lab.enter(id, terms);
    }

    private RunId connect(RepositoryEntryId repository) {
        return lab.queue().submit(new RunOrder.Connect(repository));
    }

    private RunView.Problem error(RunId run) {
        return Objects.requireNonNull(lab.finished(run).error());
    }
}
