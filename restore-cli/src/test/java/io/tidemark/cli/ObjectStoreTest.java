package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a user meets who names a store wrongly; on a real S3 server.
@ResourceLock(Resources.SYSTEM_PROPERTIES) // where the credentials of S3 are
class ObjectStoreTest {
    @TempDir
    private Path home;

    private final S3Server server = SharedS3.server();

    @BeforeEach
    void signIn() {
        credentials(server.accessKey(), server.secretKey());
    }

    @AfterEach
    void signOut() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private CommandLineRun.Outcome at(String endpoint, String bucket, String... command) {
        String[] words = new String[command.length + 5];
        System.arraycopy(command, 0, words, 0, command.length);
        words[command.length] = "--json";
        words[command.length + 1] = "--repository";
        words[command.length + 2] = "s3://" + bucket + "/here";
        words[command.length + 3] = "--endpoint";
        words[command.length + 4] = endpoint;
        return new CommandLineRun(home).run(words);
    }

    private CommandLineRun.Outcome on(String bucket, String... command) {
        return at(server.endpoint().toString(), bucket, command);
    }

    @Test
    void aRepositoryInABucketWorks() {
        String bucket = SharedS3.freshBucket();

        assertThat(on(bucket, "repository", "init").exitCode()).isZero();
        assertThat(on(bucket, "repository", "show").json().path("location").asString())
                .isEqualTo("s3://" + bucket + "/here");
        assertThat(on(bucket, "repository", "check").exitCode()).isZero();
    }

    @Test
    void aBackupTellsWhatItAskedOfTheStoreAndHeedsLimits() throws IOException {
        String bucket = SharedS3.freshBucket();
        on(bucket, "repository", "init");
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        Path image = Files.write(home.resolve("disk.raw"), content);

        long start = System.nanoTime();
        CommandLineRun.Outcome outcome =
                on(bucket, "backup", "--machine", "web1", "--limit-rate", "500K", image.toString());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode cost = outcome.json().path("cost");
        assertThat(cost.path("puts").asLong()).isBetween(4L, 10L);
        assertThat(cost.path("bytesUp").asLong()).isBetween(1L << 20, (1L << 20) + 100_000);
        assertThat(cost.path("lists").asLong()).isPositive();
        assertThat(taken).isGreaterThan(Duration.ofMillis(1800));
    }

    @ParameterizedTest
    @CsvSource({
        "--limit-rate, 10, 'KiB, MiB or GiB'",
        "--limit-rate, 10K, at least 64K",
        "--limit-rate, 0M, 0 for no limit",
        "--limit-requests, -1, 0 for no limit",
        "--limit-requests, NaN, requests a second",
        "--limit-requests, many, requests a second"
    })
    void aLimitThatIsNoneIsWrongUsage(String option, String value, String message) {
        CommandLineRun.Outcome outcome = on("bucket", "points", option, value);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage())
                .startsWith("Invalid value for option '" + option + "'")
                .contains(message, "\"" + value + "\"");
    }

    @Test
    void anEmptyBucketHasNoRepository() {
        CommandLineRun.Outcome outcome = on(SharedS3.freshBucket(), "points");

        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.errorCode()).isEqualTo("repository-missing");
    }

    @Test
    void aMissingBucketIsNamed() {
        CommandLineRun.Outcome outcome = on("no-such-bucket", "repository", "init");

        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.errorCode()).isEqualTo("bucket-missing");
        assertThat(outcome.errorMessage()).contains("no-such-bucket");
    }

    @Test
    void wrongCredentialsAreNamed() {
        credentials(server.accessKey(), "not-the-secret");

        CommandLineRun.Outcome outcome = on(SharedS3.freshBucket(), "points");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errorCode()).isEqualTo("store-access-denied");
        assertThat(outcome.err()).doesNotContain("not-the-secret");
    }

    @Test
    void anUnreachableEndpointIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        CommandLineRun.Outcome outcome = at("http://127.0.0.1:" + port, "bucket", "points");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errorCode()).isEqualTo("store-unavailable");
        assertThat(outcome.errorMessage()).contains("127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9000", "127.0.0.1:9000", "s3.example.org", "ftp://127.0.0.1", "http://"})
    void anEndpointOfTheEnvironmentThatIsNoAddressIsNamed(String endpoint) {
        System.setProperty("aws.endpointUrlS3", endpoint);
        try {
            CommandLineRun.Outcome outcome =
                    new CommandLineRun(home).run("points", "--json", "--repository", "s3://bucket/here");

            assertThat(outcome.errorCode()).isEqualTo("endpoint-invalid");
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.errorMessage())
                    .contains("aws.endpointUrlS3 is \"" + endpoint + "\"", "http://host:port");
        } finally {
            System.clearProperty("aws.endpointUrlS3");
        }
    }

    private static void credentials(String accessKey, String secretKey) {
        System.setProperty("aws.accessKeyId", accessKey);
        System.setProperty("aws.secretAccessKey", secretKey);
    }
}
