package io.tidemark.api.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.catalog.database.TidemarkProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class EmbeddedS3Test {
    private static final List<String> TOLD =
            List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region", "aws.endpointUrlS3");

    @AfterEach
    void forget() {
        TOLD.forEach(System::clearProperty);
    }

    @Test
    void runsBetweenStartAndStopAndTellsTheSdk(@TempDir Path data) throws Exception {
        EmbeddedS3 s3 = embedded(data, new MockEnvironment());

        s3.start();

        URI endpoint = URI.create(System.getProperty("aws.endpointUrlS3"));
        List<String> kept = Files.readAllLines(data.resolve("s3-credentials"));
        assertThat(kept)
                .containsExactly(System.getProperty("aws.accessKeyId"), System.getProperty("aws.secretAccessKey"));
        assertThat(status(endpoint.resolve("/" + EmbeddedS3.BUCKET))).isEqualTo(403);
        assertThat(s3.isRunning()).isTrue();

        s3.stop();

        assertThat(s3.isRunning()).isFalse();
        assertThatThrownBy(() -> status(endpoint)).isInstanceOf(IOException.class);
    }

    @Test
    void leavesAloneWhatTheEnvironmentSays(@TempDir Path data) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("AWS_ACCESS_KEY_ID", "given-key")
                .withProperty("AWS_SECRET_ACCESS_KEY", "given-secret")
                .withProperty("AWS_ENDPOINT_URL_S3", "https://s3.example.org");
        EmbeddedS3 s3 = embedded(data, environment);

        s3.start();
        s3.stop();

        assertThat(System.getProperties()).doesNotContainKeys("aws.accessKeyId", "aws.endpointUrlS3");
        assertThat(data.resolve("s3-credentials")).doesNotExist();
    }

    @Test
    void credentialsAreMadeOnceForTheirOwnerAlone(@TempDir Path data) throws IOException {
        Path file = data.resolve("new/s3-credentials");

        S3Credentials made = S3Credentials.keptIn(file);
        S3Credentials kept = S3Credentials.keptIn(file);

        assertThat(kept.secretKey()).isEqualTo(made.secretKey()).hasSizeGreaterThan(30);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatHoldsSomethingElse(@TempDir Path data) throws IOException {
        Path file = Files.writeString(data.resolve("s3-credentials"), "only one line");

        assertThatThrownBy(() -> S3Credentials.keptIn(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line");
    }

    private static EmbeddedS3 embedded(Path data, MockEnvironment environment) {
        return new EmbeddedS3(new EmbeddedS3Properties(true, 0), new TidemarkProperties(data), environment);
    }

    private static int status(URI address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
