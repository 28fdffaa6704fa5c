package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.HttpRelay.Fate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/// Collections on a real S3 server that are killed at one of their requests: the next one goes on.
@ResourceLock(Resources.SYSTEM_PROPERTIES) // where the credentials of S3 are
class KilledCollectionTest {
    private static final String[] COLLECT = {"repository", "collect", "--grace", "0", "--keep-unreferenced", "0"};

    @TempDir
    private Path home;

    /// Kills a collection when it makes a request that changes something, counted from 1.
    private static void killAt(RelayedBucket bucket, int fatal) throws Exception {
        AtomicInteger changes = new AtomicInteger();
        CompletableFuture<Process> running = new CompletableFuture<>();
        bucket.relay().decide(request -> {
            boolean changing =
                    request.method().equals("PUT") || request.method().equals("DELETE");
            if (!changing || changes.incrementAndGet() != fatal) {
                return new Fate.HandOn();
            }
            running.join().destroyForcibly().onExit().join();
            // It may have taken effect, or not.
            return fatal % 2 == 0 ? new Fate.HandOn() : new Fate.HangUp();
        });
        ProgramRun collection = bucket.start(COLLECT);
        running.complete(collection.process());
        assertThat(collection.exitCode()).as("killed").isEqualTo(137);
        bucket.relay().decide(request -> new Fate.HandOn());
    }

    @Test
    void aNextOneFinishesWhatKilledOnesBeganAndAllPointsRestore() throws Exception {
        try (RelayedBucket bucket = new RelayedBucket(home)) {
            bucket.init();
            List<Path> images = new ArrayList<>();
            List<String> points = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                images.add(bucket.image("kept-" + i + ".raw", 1 << 20, i));
                points.add(bucket.backUp("web" + i, images.get(i)));
                String gone = bucket.backUp("gone", bucket.image("gone.raw", 1 << 20, 10 + i));
                bucket.succeed("points", "delete", gone);
            }
            bucket.succeed(COLLECT);

            // The fence; the verdict or a pack; the packs; what is tidied up.
            for (int fatal : new int[] {1, 2, 4, 6}) {
                killAt(bucket, fatal);
                bucket.succeed("repository", "check");
            }
            bucket.succeed(COLLECT);
            JsonNode last = bucket.succeed(COLLECT).json();

            assertThat(last.path("deleted").path("packs").asInt()).isZero();
            assertThat(last.path("condemned").path("packs").asInt()).isZero();
            // For each point a pack of chunks and one of map pages.
            assertThat(last.path("packs").asInt()).isEqualTo(4);
            for (int i = 0; i < points.size(); i++) {
                bucket.requireSame(points.get(i), images.get(i));
            }
        }
    }
}
