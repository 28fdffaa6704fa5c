package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.HttpRelay;
import io.tidemark.testing.HttpRelay.Fate;
import io.tidemark.testing.HttpRelay.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A bucket that one may only read, and one that is full: on a real S3 server, some of whose requests are
/// refused.
@ResourceLock(Resources.SYSTEM_PROPERTIES) // where the credentials of S3 are
class RestrictedBucketTest {
    private static final String[] COLLECT = {"repository", "collect", "--grace", "0", "--keep-unreferenced", "0"};

    @TempDir
    private Path home;

    private RelayedBucket bucket;

    @BeforeEach
    void aBucket() throws IOException {
        bucket = new RelayedBucket(home);
    }

    @AfterEach
    void end() throws IOException {
        bucket.close();
    }

    private static Fate refuse(int status, String code) {
        return new Fate.Answer(status, "<Error><Code>" + code + "</Code><Message>as planned</Message></Error>");
    }

    private static Fate readOnly(Request request) {
        return request.method().equals("PUT") || request.method().equals("DELETE")
                ? refuse(403, "AccessDenied")
                : new Fate.HandOn();
    }

    private void requireDenied(CommandLineRun.Outcome outcome, String refused) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(1);
        assertThat(outcome.errorCode()).isEqualTo("store-access-denied");
        assertThat(outcome.errorMessage()).contains(refused, "may read, write, list and delete");
    }

    @Test
    void whoMayOnlyReadCanListVerifyAndRestoreAndIsToldWhatIsRefused() throws IOException {
        bucket.init();
        Path image = bucket.image("web1.raw", 1 << 20, 1);
        String gone = bucket.backUp("web1", bucket.image("other.raw", 1 << 20, 2));
        String point = bucket.backUp("web2", image);
        bucket.succeed("points", "delete", gone);
        bucket.relay().decide(RestrictedBucketTest::readOnly);

        assertThat(bucket.succeed("points").out()).contains(point);
        bucket.succeed("verify", "--level", "structure");
        bucket.succeed("verify", "--level", "full");
        bucket.requireSame(point, image);
        assertThat(bucket.succeed("repository", "collect", "--dry-run")
                        .json()
                        .path("points")
                        .asInt())
                .isEqualTo(1);

        requireDenied(
                bucket.run(
                        "backup",
                        "--machine",
                        "web3",
                        bucket.image("new.raw", 1 << 20, 3).toString()),
                "put packs/");
        requireDenied(bucket.run("points", "delete", point), "delete points/" + point);
        requireDenied(bucket.run(COLLECT), "put collections/condemned/");
        bucket.requireSame(point, image);
    }

    /// Has room for so many bytes and no more, as the server counts them.
    private static final class Quota implements HttpRelay.Rule {
        private final Map<String, Long> sizes = new HashMap<>();
        private final Fate full;
        private long room = Long.MAX_VALUE;

        Quota(Fate full) {
            this.full = full;
        }

        synchronized void fill() {
            room = used();
        }

        private long used() {
            return sizes.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public synchronized Fate of(Request request) {
            if (request.method().equals("PUT")) {
                if (used() + request.length() > room) {
                    return full;
                }
                sizes.put(request.path(), request.length());
            } else if (request.method().equals("DELETE")) {
                sizes.remove(request.path());
            }
            return new Fate.HandOn();
        }
    }

    @ParameterizedTest
    @CsvSource({"403, QuotaExceeded", "507, XMinioStorageFull", "503, InsufficientCapacity"})
    void aFullBucketIsSaidToBeFullAndDeletingAndCollectingMakeRoom(int status, String code) throws IOException {
        Path image = bucket.image("kept.raw", 1 << 20, 1);
        Quota quota = new Quota(refuse(status, code));
        bucket.relay().decide(quota);
        bucket.init();
        String old = bucket.backUp("web1", bucket.image("old.raw", 4 << 20, 2));
        String kept = bucket.backUp("web2", image);
        Path next = bucket.image("next.raw", 2 << 20, 3);
        quota.fill();

        CommandLineRun.Outcome failed = bucket.run("backup", "--machine", "web3", next.toString());
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errorCode()).isEqualTo("store-full");
        assertThat(failed.errorMessage()).contains(status + " " + code, "Free space or raise the quota");

        bucket.succeed("points", "delete", old);
        quota.fill();
        CommandLineRun.Outcome condemned = bucket.run(COLLECT);
        assertThat(condemned.exitCode()).as(condemned.err()).isEqualTo(3);
        assertThat(condemned.err()).contains("the store is full", "delete points and collect again");
        CommandLineRun.Outcome deleted = bucket.succeed(COLLECT);
        assertThat(deleted.json().path("deleted").path("bytes").asLong()).isGreaterThan(4 << 20);

        bucket.requireSame(bucket.backUp("web3", next), next);
        bucket.requireSame(kept, image);
    }
}
