package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `backup`, `points`, `restore` and `verify` on a directory, with images that QEMU writes and judges.
@QemuTest
class BackupRestoreTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path home;

    private String image = "";

    @BeforeEach
    void makeAnImageAndARepository() {
        image = home.resolve("web1.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image, "64M");
        write("write -q -P 1 0 1M", "write -q -P 2 10M 2M", "write -q -P 3 63M 1M");
        assertThat(tidemark("repository", "init").exitCode()).isZero();
    }

    private CommandLineRun.Outcome tidemark(String... words) {
        return new CommandLineRun(home)
                .with("TIDEMARK_REPOSITORY", "file:" + home.resolve("backups"))
                .run(words);
    }

    private void write(String... commands) {
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        for (String each : commands) {
            command.add("-c");
            command.add(each);
        }
        command.add(image);
        QemuTools.succeed(command.toArray(String[]::new));
    }

    private JsonNode backup(String... more) {
        List<String> words = new ArrayList<>(List.of("backup", "--machine", "web1", image, "--json"));
        words.addAll(List.of(more));
        CommandLineRun.Outcome outcome = tidemark(words.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.json();
    }

    private void assertRestoresTo(String point, String expected, String format) {
        String target = home.resolve("restored-" + point + "." + format).toString();
        CommandLineRun.Outcome outcome = tidemark("restore", point, "--to", target, "--format", format, "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.json().path("virtualBytes").asLong()).isEqualTo(64 * MIB);
        QemuTools.succeed("qemu-img", "compare", "-q", "-f", "qcow2", "-F", format, expected, target);
    }

    @Seeded
    @Test
    void aFullAndAnIncrementalBackupRestoreByteForByte(RandomGenerator random) {
        JsonNode full = backup();
        assertThat(full.path("machine").asString()).isEqualTo("web1");
        JsonNode first = full.path("disks").path(0);
        assertThat(first.path("disk").asString()).isEqualTo("web1");
        assertThat(first.path("mode").asString()).isEqualTo("full");
        assertThat(first.path("requestedMode").asString()).isEqualTo("auto");
        assertThat(first.path("reason").asString()).isNotBlank();
        assertThat(first.path("basePoint").isNull()).isTrue();
        assertThat(first.path("virtualBytes").asLong()).isEqualTo(64 * MIB);
        assertThat(first.path("newChunks").asLong()).isPositive();
        assertThat(full.path("uploadedBytes").asLong()).isPositive();
        assertThat(full.path("seconds").asDouble()).isPositive();
        String copy = home.resolve("copy.qcow2").toString();
        QemuTools.succeed("qemu-img", "convert", "-O", "qcow2", image, copy);

        write("write -q -P 77 " + (1 + random.nextInt(60)) + "M 64k");
        JsonNode incremental = backup();

        JsonNode second = incremental.path("disks").path(0);
        assertThat(second.path("mode").asString()).isEqualTo("bitmap");
        assertThat(second.path("basePoint").asString())
                .isEqualTo(full.path("point").asString());
        assertThat(second.path("changedBytes").asLong()).isEqualTo(65536);
        assertRestoresTo(full.path("point").asString(), copy, "qcow2");
        assertRestoresTo(incremental.path("point").asString(), image, "qcow2");
        assertRestoresTo(incremental.path("point").asString(), image, "raw");
        QemuTools.succeed("qemu-img", "check", "-q", image);
    }

    @Test
    void pointsAreListedOldestFirst() {
        String first = backup().path("point").asString();
        String second = backup("--mode", "compare").path("point").asString();

        JsonNode points = tidemark("points", "--machine", "web1", "--json").json();

        assertThat(points).hasSize(2);
        assertThat(points.path(0).path("point").asString()).isEqualTo(first);
        assertThat(points.path(1).path("point").asString()).isEqualTo(second);
        assertThat(points.path(1).path("disks").path(0).path("mode").asString()).isEqualTo("compare");
        assertThat(tidemark("points").out()).contains(first).contains(second);
        JsonNode shown = tidemark("repository", "show", "--json").json();
        assertThat(shown.path("machines").path(0).path("newestPoint").asString())
                .isEqualTo(second);
    }

    @Test
    void theReportForPeopleSaysModeAndFigures() {
        CommandLineRun.Outcome outcome = tidemark("backup", "--machine", "web1", image);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("of machine web1")
                .contains("web1: mode full (")
                .contains("uploaded ");
    }

    @Test
    void aMachineOfTwoDisksIsOnePoint() {
        String data = home.resolve("data.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", data, "8M");

        CommandLineRun.Outcome outcome =
                tidemark("backup", "--machine", "db1", "--disk", "system=" + image, "--disk", "data=" + data, "--json");
        String point = outcome.json().path("point").asString();
        CommandLineRun.Outcome without =
                tidemark("restore", point, "--to", home.resolve("x.qcow2").toString(), "--json");
        CommandLineRun.Outcome unknown = tidemark(
                "restore",
                point,
                "--disk",
                "swap",
                "--to",
                home.resolve("x.qcow2").toString(),
                "--json");
        CommandLineRun.Outcome named = tidemark(
                "restore",
                point,
                "--disk",
                "data",
                "--to",
                home.resolve("x.qcow2").toString(),
                "--json");

        assertThat(outcome.json().path("disks")).hasSize(2);
        assertThat(without.errorCode()).isEqualTo("request-invalid");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(unknown.exitCode()).isEqualTo(10);
        assertThat(named.exitCode()).isZero();
        assertThat(named.json().path("disk").asString()).isEqualTo("data");
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws IOException {
        String point = backup().path("point").asString();
        Path precious = Files.writeString(home.resolve("precious.qcow2"), "precious");

        CommandLineRun.Outcome outcome = tidemark("restore", point, "--to", precious.toString(), "--json");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errorCode()).isEqualTo("target-exists");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aRestoreIntoAMissingDirectorySaysSo() {
        String point = backup().path("point").asString();

        CommandLineRun.Outcome outcome =
                tidemark("restore", point, "--to", home.resolve("none/x.qcow2").toString(), "--json");

        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.errorMessage()).contains("none");
    }

    @Test
    void aDamagedPackIsFoundByVerifyAndGoneAroundOnRequest() throws IOException {
        String point = backup().path("point").asString();
        damageTheLargestPack();

        CommandLineRun.Outcome verify = tidemark("verify", point, "--json");
        String target = home.resolve("x.qcow2").toString();
        CommandLineRun.Outcome restore = tidemark("restore", point, "--to", target, "--json");

        assertThat(verify.exitCode()).isEqualTo(13);
        assertThat(verify.json().path("intact").asBoolean(true)).isFalse();
        JsonNode damaged = verify.json().path("damaged").path(0);
        assertThat(damaged.path("disk").asString()).isEqualTo("web1");
        assertThat(damaged.path("object").asString()).startsWith("packs/");
        assertThat(restore.exitCode()).isEqualTo(13);
        assertThat(Path.of(target)).doesNotExist();

        CommandLineRun.Outcome kept = tidemark("restore", point, "--to", target, "--keep-going", "--json");
        assertThat(kept.exitCode()).isEqualTo(3);
        assertThat(kept.json().path("missing")).isNotEmpty();
        assertThat(Path.of(target)).exists();
    }

    @Test
    void anIntactPointIsVerified() {
        String point = backup().path("point").asString();

        JsonNode verify = tidemark("verify", point, "--json").json();

        assertThat(verify.path("intact").asBoolean()).isTrue();
        assertThat(verify.path("points").path(0).asString()).isEqualTo(point);
        assertThat(verify.path("checkedBytes").asLong()).isPositive();
        assertThat(tidemark("verify", "--sample", "10").exitCode()).isZero();
        assertThat(tidemark("repository", "check").exitCode()).isZero();
    }

    private void damageTheLargestPack() throws IOException {
        Path largest = null;
        try (DirectoryStream<Path> top = Files.newDirectoryStream(home.resolve("backups/packs"))) {
            List<Path> waiting = new ArrayList<>();
            top.forEach(waiting::add);
            while (!waiting.isEmpty()) {
                Path path = waiting.removeLast();
                if (Files.isDirectory(path)) {
                    try (DirectoryStream<Path> below = Files.newDirectoryStream(path)) {
                        below.forEach(waiting::add);
                    }
                } else if (largest == null || Files.size(path) > Files.size(largest)) {
                    largest = path;
                }
            }
        }
        assertThat(largest).isNotNull();
        byte[] bytes = Files.readAllBytes(largest);
        // The first chunk lies right behind the pack's header.
        for (int i = 60; i < 90; i++) {
            bytes[i] ^= (byte) 0xff;
        }
        Files.write(largest, bytes);
    }
}
