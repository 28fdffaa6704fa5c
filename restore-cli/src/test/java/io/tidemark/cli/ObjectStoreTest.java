package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user meets who names a store wrongly; on a real S3 server.
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

    private static void credentials(String accessKey, String secretKey) {
        System.setProperty("aws.accessKeyId", accessKey);
        System.setProperty("aws.secretAccessKey", secretKey);
    }
}
