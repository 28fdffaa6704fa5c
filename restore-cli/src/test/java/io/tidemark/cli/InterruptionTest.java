package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C, sent to the program in a process of its own.
@QemuTest
class InterruptionTest {
    @TempDir
    private Path home;

    private String image = "";

    @BeforeEach
    void makeALargeDisk() throws Exception {
        image = home.resolve("large.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image, "4G");
        QemuTools.succeed("qemu-io", "-f", "qcow2", "-c", "write -q -P 5 0 512M", image);
        assertThat(start("repository", "init").exitCode()).isZero();
    }

    @Test
    void ctrlCDuringABackupTakesTheMarkBackAndEndsWith130() throws Exception {
        // Interpreted, hashing 512 MiB takes minutes on any machine, so the signal comes in the middle of it.
        // A build that a script runs in the background ignores Ctrl-C, and its children inherit that.
        List<String> setting = List.of("env", "--default-signal=INT", "JDK_JAVA_OPTIONS=-Xint");
        ProgramRun backup = ProgramRun.start(home, setting, "backup", "--machine", "large", "--json", image);
        // The mark is stored before the first byte is read.
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> !backup.process().isAlive() || hasMark());
        assertThat(backup.process().isAlive()).as("still backing up").isTrue();

        QemuTools.succeed("kill", "-INT", Long.toString(backup.process().pid()));

        assertThat(backup.exitCode()).isEqualTo(130);
        assertThat(Files.readString(backup.out())).contains("\"interrupted\"");
        assertThat(hasMark()).isFalse();
        QemuTools.succeed("qemu-img", "check", "-q", image);
        ProgramRun points = start("points", "--json");
        assertThat(points.exitCode()).isZero();
        assertThat(points.out()).hasContent("[]");
    }

    private ProgramRun start(String... arguments) throws Exception {
        return ProgramRun.start(home, List.of(), arguments);
    }

    private boolean hasMark() {
        // -U: without locks, as the backup holds them.
        return QemuTools.run("qemu-img", "info", "-U", image).stdout().contains("tidemark-");
    }
}
