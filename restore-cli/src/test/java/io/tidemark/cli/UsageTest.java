package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    private Path home;

    private CommandLineRun tidemark() {
        return new CommandLineRun(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bakcup",
                "repository",
                "image",
                "image bitmap",
                "image info",
                "image bitmap dump disk.qcow2",
                "backup --machine web1",
                "backup disk.qcow2",
                "backup --machine web1 --disk =x disk.qcow2",
                "backup --machine web1 --disk system disk.qcow2",
                "backup --machine web1 --mode sometimes disk.qcow2",
                "backup --machine web1 a/disk.qcow2 b/disk.qcow2",
                "restore",
                "restore 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d",
                "restore not-a-point --to disk.qcow2",
                "restore 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d --to disk.vmdk --format vmdk",
                "verify --sample 0",
                "verify --sample 101",
                "verify --sample many",
                "verify --level sample",
                "verify --level deep",
                "verify --level full --sample 5",
                "verify --time-budget 0s",
                "verify --time-budget soon",
                "points extra",
                "diff 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d",
                "diff yesterday 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d",
                "forget --machine web1",
                "forget --keep-last 3",
                "forget --machine web1 --keep-last 0",
                "forget --machine web1 --keep-last -1",
                "forget --machine web1 --keep-within 3x",
                "forget --machine web1 --keep-within 0d",
                "forget --machine web1 --keep-last 1 --time-zone Middle/Earth",
                "quickstart --port 65536",
                "quickstart --port -1",
                "server",
                "worker",
                "repository init --chunk-size 1000",
            })
    void aWrongCommandLineEndsWithTwoAndSaysSo(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");

        CommandLineRun.Outcome outcome = tidemark()
                .with("TIDEMARK_REPOSITORY", "file:" + home.resolve("repo"))
                .run(words);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("tidemark: ");
    }

    @ParameterizedTest
    @CsvSource({
        "forget, --keep-last, x, a whole number",
        "forget, --keep-daily, 99999999999, a whole number from 0",
        "forget, --keep-weekly, -1, a whole number from 0",
        "forget, --keep-within, 0d, a span above 0",
        "forget, --keep-within, 3x, 'years, months'",
        "verify, --sample, x, at most 100",
        "verify, --sample, 0, a number above 0",
        "verify, --sample, 100.1, at most 100",
        "verify, --time-budget, 0s, a time above 0",
        "repository collect, --grace, -1, 0 or more",
        "repository init, --chunk-size, 64K, a whole number",
        "quickstart, --port, 99999999999, a whole number up to 2147483647",
        "image bitmap add, --granularity, x, a whole number",
    })
    void aNumberThatDoesNotFitNamesItsOptionAndWhatIsExpected(
            String command, String option, String value, String expected) {
        CommandLineRun.Outcome outcome = tidemark().run((command + " --json " + option + " " + value).split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage())
                .startsWith("Invalid value for option '" + option + "'")
                .contains("expected", expected, "but got \"" + value + "\"");
    }

    @Test
    void aNameThatNoManifestOrLineHasRoomForIsRefusedBeforeAnythingIsRead() {
        for (String name : List.of("a\nb", "a\u001b[31m", "x".repeat(5000))) {
            CommandLineRun.Outcome outcome = tidemark()
                    .with("TIDEMARK_REPOSITORY", "file:" + home.resolve("repo"))
                    .run("backup", "--machine", name, home.resolve("disk.qcow2").toString());

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).contains("A machine's name has").doesNotContain("\tat ");
            assertThat(outcome.err().length()).isLessThan(200);
        }
    }

    @Test
    void aWrongCommandLineWithJsonIsOneDocument() {
        CommandLineRun.Outcome outcome = tidemark().run("backup", "--json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorCode()).isEqualTo("usage");
        assertThat(outcome.errorMessage()).contains("--machine");
    }

    @Test
    void jsonIsUnderstoodBeforeTheCommandToo() {
        CommandLineRun.Outcome outcome = tidemark().run("--json", "points");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage()).contains("TIDEMARK_REPOSITORY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nbd 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d --disk system --socket /tmp/x",
                "backup --machine web1 --qmp /tmp/qmp.sock disk.qcow2",
            })
    void whatIsNotThereYetSaysSoAndEndsWithTwo(String line) {
        CommandLineRun.Outcome plain = tidemark().run(line.split(" "));
        CommandLineRun.Outcome json = tidemark().run((line + " --json").split(" "));

        assertThat(plain.exitCode()).isEqualTo(2);
        assertThat(plain.err()).contains("is not there yet");
        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.errorCode()).isEqualTo("not-there-yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/srv/backups", "http://host/bucket", "s3:/bucket", "s3://b", "file:backups"})
    void aRepositoryThatIsNoLocationIsWrongUsage(String location) {
        CommandLineRun.Outcome outcome = tidemark().run("points", "--json", "--repository", location);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorCode()).isEqualTo("usage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9000", "ftp://127.0.0.1", "http://", "http://a b"})
    void anEndpointThatIsNoAddressIsWrongUsage(String endpoint) {
        CommandLineRun.Outcome outcome =
                tidemark().run("points", "--json", "--repository", "s3://bucket/prefix", "--endpoint", endpoint);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage()).contains("endpoint");
    }

    @Test
    void theQuickstartNeedsTheServersJar() {
        CommandLineRun.Outcome outcome = tidemark().run("quickstart", "--json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage()).contains("./tidemark quickstart");
    }
}
