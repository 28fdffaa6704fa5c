package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.repository.RepositoryLimits;
import io.tidemark.catalog.repository.RepositoryTerms;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// What a run tells of itself while a limit of bandwidth holds it back.
@CatalogTest
@Seeded
class SlowStoreTest {
    private static final long BYTES_PER_SECOND = 3 << 20;
    private static final int MEBIBYTES = 27;
    /// Two packs share the line; the first one is complete after more than this has left.
    private static final long PACK = 16 << 20;

    @Test
    void bytesCountAsTheyLeaveAndTheEndIsToldTruly(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        S3Server s3 = SharedS3.server();
        System.setProperty("aws.accessKeyId", s3.accessKey());
        System.setProperty("aws.secretAccessKey", s3.secretKey());
        try (WorkerLab lab = new WorkerLab(database, directory);
                // Packs as large as usual: the first ones are complete only after most of the time.
                ConfigurableApplicationContext worker = lab.worker("slow", "--tidemark.worker.bytes-in-flight=64MB")) {
            RepositoryEntryId slow =
                    RepositoryEntryId.next(lab.bean(Clock.class).instant());
            lab.finished(lab.enter(
                    slow,
                    new RepositoryTerms(
                            "slow",
                            "s3://" + SharedS3.freshBucket() + "/vms",
                            s3.endpoint().toString(),
                            null,
                            false,
                            new RepositoryLimits(0, BYTES_PER_SECOND, 0))));
            RunId run = lab.queue()
                    .submit(new RunOrder.Backup(lab.machine("slow", MEBIBYTES, random), slow, RequestedMode.AUTO));

            List<Told> told = new ArrayList<>();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
                RunView view = lab.view(run);
                told.add(new Told(Instant.now(), view));
                return !view.state().active();
            });

            RunView ended = lab.view(run);
            assertThat(ended.error()).isNull();
            assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(ended.progress().uploadedBytes()).isBetween((long) MEBIBYTES << 20, (MEBIBYTES + 1L) << 20);
            Instant end = Objects.requireNonNull(ended.finishedAt());
            assertThat(told.stream()
                            .map(each -> each.run().progress().uploadedBytes())
                            .filter(bytes -> bytes > 0 && bytes < PACK)
                            .distinct())
                    .as("told before any pack was complete")
                    .hasSizeGreaterThan(4)
                    .isSorted();
            assertThat(told)
                    .extracting(each -> each.run().pace())
                    .filteredOn(pace -> pace != null && pace.end() != null)
                    .isNotEmpty()
                    .allSatisfy(pace -> {
                        assertThat((double) pace.bytesPerSecond())
                                .isBetween(0.4 * BYTES_PER_SECOND, 1.4 * BYTES_PER_SECOND);
                        assertThat(Duration.between(end, Objects.requireNonNull(pace.end()))
                                        .abs())
                                .isLessThan(Duration.ofSeconds(5));
                    });
            assertThat(worker.isActive()).isTrue();
        }
    }

    private record Told(Instant at, RunView run) {}
}
