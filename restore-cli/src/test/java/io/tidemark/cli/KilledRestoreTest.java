package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Restores in processes of their own: a living one keeps its target, a killed one does not.
@QemuTest
class KilledRestoreTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "raw"})
    void theNextRestoreTakesThePlaceOfAKilledOneButNotOfALivingOne(String format) throws Exception {
        String image = home.resolve("large.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image, "1G");
        QemuTools.succeed("qemu-io", "-f", "qcow2", "-c", "write -q -P 5 0 256M", image);
        assertThat(start("repository", "init").exitCode()).isZero();
        ProgramRun backup = start("backup", "--machine", "large", "--json", image);
        assertThat(backup.exitCode()).isZero();
        String point = new JsonMapper()
                .readTree(Files.readString(backup.out()))
                .path("point")
                .asString();
        Path target = home.resolve("restored." + format);
        // Interpreted, hashing 256 MiB takes a minute on any machine, so the others come in the middle of it.
        ProgramRun first = ProgramRun.start(
                home, List.of("env", "JDK_JAVA_OPTIONS=-Xint"), "restore", point, "--to", target.toString());
        Path partial = home.resolve("restored." + format + ".tidemark-partial");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !first.process().isAlive() || (Files.exists(partial) && Files.size(partial) > 0));
        assertThat(first.process().isAlive()).as("still restoring").isTrue();

        ProgramRun rival = start("restore", point, "--to", target.toString(), "--json");
        assertThat(rival.exitCode()).isEqualTo(1);
        assertThat(rival.out()).content().contains("target-exists", "Another restore is writing");
        assertThat(first.process().isAlive()).as("still restoring").isTrue();

        first.process().destroyForcibly().waitFor();
        assertThat(partial).exists();
        ProgramRun next = start("restore", point, "--to", target.toString());

        assertThat(next.exitCode()).isZero();
        assertThat(next.err()).content().contains("died earlier");
        assertThat(partial).doesNotExist();
        QemuTools.succeed("qemu-img", "compare", "-q", "-f", "qcow2", "-F", format, image, target.toString());
    }

    private ProgramRun start(String... arguments) throws Exception {
        return ProgramRun.start(home, List.of(), arguments);
    }
}
