package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Full disks: real, small file systems in mount namespaces of their own.
@QemuTest
class DiskFullTest {
    @TempDir
    private Path home;

    @Test
    void aRestoreOntoAFullDiskSaysSoAndLeavesNoFile() throws Exception {
        assumeTrue(
                QemuTools.run("unshare", "-rm", "true").exitCode() == 0,
                "skipped: this system lets nobody make mount namespaces");
        String image = home.resolve("disk.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image, "64M");
        QemuTools.succeed("qemu-io", "-f", "qcow2", "-c", "write -q -P 5 0 32M", image);
        assertThat(start(List.of(), "repository", "init").exitCode()).isZero();
        ProgramRun backup = start(List.of(), "backup", "--machine", "m", "--json", image);
        assertThat(backup.exitCode()).isZero();
        String point = json(backup).path("point").asString();
        Path small = Files.createDirectory(home.resolve("small"));
        String mount = "mount -t tmpfs -o size=8m tmpfs " + small + " && \"$@\"; code=$?; ls -A " + small + " >"
                + home.resolve("left") + "; exit $code";

        ProgramRun restore = start(
                List.of("unshare", "-rm", "sh", "-c", mount, "sh"),
                "restore",
                point,
                "--to",
                small.resolve("disk.qcow2").toString(),
                "--json");

        assertThat(restore.exitCode()).isEqualTo(1);
        assertThat(json(restore).path("error").path("code").asString()).isEqualTo("disk-full");
        assertThat(json(restore).path("error").path("message").asString()).contains("disk.qcow2");
        assertThat(home.resolve("left")).isEmptyFile();
    }

    @Test
    void aFullRepositoryTakesNoBackupAndDeletingMakesRoom() throws Exception {
        assumeTrue(
                QemuTools.run("unshare", "-rm", "true").exitCode() == 0,
                "skipped: this system lets nobody make mount namespaces");
        Path full = Files.createDirectory(home.resolve("full"));
        image("first", 9 << 20);
        image("second", 6 << 20);
        // Each step has an exit code of its own; "$@" is the program.
        String script = """
                mount -t tmpfs -o size=32m tmpfs %1$s || exit 100
                export TIDEMARK_REPOSITORY=file:%1$s/r
                collect() { "$@" repository collect --grace 0 --keep-unreferenced 0; }
                "$@" repository init || exit 101
                "$@" backup --machine first %2$s/first.raw || exit 102
                first=$(ls %1$s/r/points)
                head -c 64m /dev/zero >%1$s/ballast
                "$@" backup --machine second %2$s/second.raw; [ $? = 1 ] || exit 103
                [ "$(ls %1$s/r/points)" = "$first" ] || exit 104
                "$@" verify "$first" || exit 105
                "$@" points delete "$first" || exit 106
                head -c 1m /dev/zero >%1$s/more
                collect "$@"; [ $? = 3 ] || exit 107
                [ "$(ls %1$s/r/reserve | wc -l)" = 1 ] || exit 108
                collect "$@" || exit 109
                [ "$(ls %1$s/r/reserve | wc -l)" = 2 ] || exit 110
                "$@" backup --machine second %2$s/second.raw || exit 111
                "$@" verify || exit 112
                """.formatted(full, home);

        ProgramRun steps = start(List.of("unshare", "-rm", "sh", "-c", script, "sh"));

        assertThat(steps.exitCode()).as(Files.readString(steps.err())).isZero();
        assertThat(steps.err()).content().contains("[store-full]", "the reserve for collections is in use");
    }

    private void image(String name, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        Files.write(home.resolve(name + ".raw"), content);
    }

    private ProgramRun start(List<String> prefix, String... arguments) throws Exception {
        return ProgramRun.start(home, prefix, arguments);
    }

    private static JsonNode json(ProgramRun run) throws Exception {
        return new JsonMapper().readTree(Files.readString(run.out()));
    }
}
