package io.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.S3ServerOptions;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@QemuTest
@Seeded
class SixPointsOverS3Test {

    private static final long MIB = 1 << 20;
    private static final long DISK = 192 * MIB;

    @TempDir
    Path folder;

    private S3Server s3;
    private TidemarkCommand tidemark;

    @BeforeEach
    void startServer() throws Exception {
        s3 = S3Server.start(new S3ServerOptions(folder.resolve("s3"), 0, "end-to-end", "end-to-end-secret"));
        s3.createBucket("backups");
        tidemark = new TidemarkCommand(
                folder,
                Map.of(
                        "AWS_ACCESS_KEY_ID", s3.accessKey(),
                        "AWS_SECRET_ACCESS_KEY", s3.secretKey(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
                        "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                        "TIDEMARK_REPOSITORY", "s3://backups/machines"));
    }

    @AfterEach
    void stopServer() throws Exception {
        s3.close();
    }

    @Test
    void aFullBackupAndFiveIncrementsEachRestoreToWhatWasThere(RandomGenerator random) throws IOException {
        Path image = folder.resolve("web1.qcow2");
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), Long.toString(DISK));
        QemuTools.succeed("qemu-img", "bitmap", "--add", image.toString(), "somebody-elses");
        write(image, random, 60);
        tidemark.succeed("repository", "init");

        List<String> points = new ArrayList<>();
        List<Path> copies = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            JsonNode report = tidemark.succeed("backup", "--machine", "web1", image.toString());
            JsonNode disk = report.get("disks").get(0);
            assertThat(disk.get("mode").asString()).isEqualTo(n == 0 ? "full" : "bitmap");
            assertThat(disk.get("changedBytes").asLong()).isPositive().isLessThan(DISK);
            QemuTools.succeed("qemu-img", "check", "-q", image.toString());
            points.add(report.get("point").asString());
            copies.add(Files.copy(image, folder.resolve("then-" + n + ".qcow2")));
            write(image, random, 12);
        }

        for (int n = 0; n < 6; n++) {
            Path qcow2 = folder.resolve("restored-" + n + ".qcow2");
            Path raw = folder.resolve("restored-" + n + ".raw");
            tidemark.succeed("restore", points.get(n), "--to", qcow2.toString());
            tidemark.succeed("restore", points.get(n), "--to", raw.toString(), "--format", "raw");
            String then = copies.get(n).toString();
            QemuTools.succeed("qemu-img", "check", "-q", qcow2.toString());
            assertThat(QemuTools.succeed("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", qcow2.toString(), then))
                    .contains("identical");
            assertThat(QemuTools.succeed("qemu-img", "compare", "-f", "raw", "-F", "qcow2", raw.toString(), then))
                    .contains("identical");
        }
        assertThat(tidemark.succeed("verify").toString()).doesNotContain("damaged\":[{");
        assertThat(QemuTools.succeed("qemu-img", "info", image.toString())).contains("somebody-elses");
    }

    @Test
    void wrongCredentialsAWrongBucketAndASilentEndpointAreToldApart() {
        TidemarkCommand.Outcome credentials =
                tidemark.with("AWS_SECRET_ACCESS_KEY", "wrong").run("repository", "init", "--json");
        TidemarkCommand.Outcome bucket =
                tidemark.with("TIDEMARK_REPOSITORY", "s3://no-such-bucket/x").run("repository", "init", "--json");
        TidemarkCommand.Outcome endpoint =
                tidemark.with("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9").run("repository", "init", "--json");

        assertThat(credentials.exitCode()).isEqualTo(1);
        assertThat(credentials.stdout()).contains("store-access-denied");
        assertThat(bucket.exitCode()).isEqualTo(10);
        assertThat(bucket.stdout()).contains("bucket-missing", "no-such-bucket");
        assertThat(endpoint.exitCode()).isEqualTo(1);
        assertThat(endpoint.stdout()).contains("store-unavailable", "127.0.0.1:9");
    }

    private static void write(Path image, RandomGenerator random, int writes) {
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        for (int n = 0; n < writes; n++) {
            long length = (1 + random.nextInt(256)) * 512L;
            long offset = random.nextLong((DISK - length) / 512) * 512;
            command.add("-c");
            command.add(
                    switch (random.nextInt(8)) {
                        case 0 -> "write -z " + offset + " " + length;
                        case 1 -> "discard " + offset + " " + length;
                        default -> "write -P " + random.nextInt(1, 256) + " " + offset + " " + length;
                    });
        }
        command.add(image.toString());
        QemuTools.succeed(command.toArray(String[]::new));
    }
}
