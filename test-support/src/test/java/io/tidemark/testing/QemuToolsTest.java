package io.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QemuToolsTest {

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    void keepsExitCodeAndBothOutputsApart() {
        QemuTools.Result result = QemuTools.run("sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(result).isEqualTo(new QemuTools.Result(3, "out\n", "err\n"));
    }

    @Test
    void readsOutputLargerThanAPipe() {
        assertThat(QemuTools.succeed("sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero >&2"))
                .hasSize(300_000);
    }

    @Test
    void aFailedCommandIsNamedWithItsOutput() {
        assertThatThrownBy(() -> QemuTools.succeed("sh", "-c", "echo why >&2; exit 7"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("why");
    }

    @Test
    void closingAStartedProgramEndsIt() {
        Process process;
        try (QemuTools.Started started = QemuTools.start("cat", "/dev/zero")) {
            process = started.process();
            assertThat(process.isAlive()).isTrue();
        }

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void absentToolsSkipATestVisibly() {
        assertThat(condition(false).evaluate("SomeTest").isDisabled()).isTrue();
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("SKIPPED SomeTest", "qemu-nbd");
    }

    @Test
    void absentToolsFailATestOnABuildServer() {
        assertThatThrownBy(() -> condition(true).evaluate("SomeTest"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CI=true")
                .hasMessageContaining("qemu-utils");
    }

    @Test
    @QemuTest
    void theToolsAnswerWhereTheyAreInstalled() {
        assertThat(QemuTools.succeed("qemu-img", "--version")).startsWith("qemu-img version");
    }

    private QemuToolsCondition condition(boolean required) {
        return new QemuToolsCondition(
                tool -> !tool.equals("qemu-nbd"), required, new PrintStream(messages, true, StandardCharsets.UTF_8));
    }
}
