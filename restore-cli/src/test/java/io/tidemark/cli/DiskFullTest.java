package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A restore onto a full disk: a real, small file system in a mount namespace of its own.
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

    private ProgramRun start(List<String> prefix, String... arguments) throws Exception {
        return ProgramRun.start(home, prefix, arguments);
    }

    private static JsonNode json(ProgramRun run) throws Exception {
        return new JsonMapper().readTree(Files.readString(run.out()));
    }
}
