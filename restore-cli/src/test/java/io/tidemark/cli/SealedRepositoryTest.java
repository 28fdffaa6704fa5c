package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every command on a repository whose content nobody can read without its passphrase.
class SealedRepositoryTest {
    private static final String SECRET = "ebb and flow";

    @TempDir
    private Path home;

    private String image;
    private Path passphrase;

    @BeforeEach
    void makeAnImage() throws IOException {
        image = home.resolve("disk.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image, "8M");
        QemuTools.succeed("qemu-io", "-f", "qcow2", "-c", "write -q -P 65 0 2M", image);
        passphrase = Files.writeString(home.resolve("passphrase"), SECRET + "\r\nnot this\n");
    }

    private CommandLineRun tidemark() {
        return new CommandLineRun(home).with("TIDEMARK_REPOSITORY", "file:" + home.resolve("backups"));
    }

    private CommandLineRun.Outcome sealed(String... words) {
        return tidemark().with("TIDEMARK_PASSPHRASE", SECRET).run(words);
    }

    private JsonNode succeed(String... words) {
        CommandLineRun.Outcome outcome =
                sealed(Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).doesNotContain(SECRET);
        return outcome.json();
    }

    @Test
    void everyCommandWorksWithThePassphrase() throws IOException {
        assertThat(succeed("repository", "init", "--sealed").path("sealed").asBoolean())
                .isTrue();
        String first =
                succeed("backup", "--machine", "web1", image).path("point").asString();
        QemuTools.succeed("qemu-io", "-f", "qcow2", "-c", "write -q -P 66 1M 64k", image);
        String second =
                succeed("backup", "--machine", "web1", image).path("point").asString();

        assertThat(succeed("points")).hasSize(2);
        assertThat(succeed("repository", "show").path("sealed").asBoolean()).isTrue();
        assertThat(succeed("diff", first, second).toString()).contains("65536");
        succeed("points", "pin", second);
        succeed("verify");
        succeed("points", "delete", first);
        succeed("repository", "collect", "--grace", "0");
        succeed("repository", "rebuild-index");
        succeed("repository", "check");
        String target = home.resolve("restored.qcow2").toString();
        succeed("restore", second, "--to", target);
        QemuTools.succeed("qemu-img", "compare", "-q", image, target);
        requireSilent("web1", image, "AAAAAAAAAAAAAAAA");
    }

    private void requireSilent(String... texts) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("backups"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(texts);
            }
        }
    }

    @Test
    void withoutTheRightPassphraseEveryCommandIsTwelve() {
        succeed("repository", "init", "--sealed");
        List<String[]> commands = List.of(
                new String[] {"points"},
                new String[] {"repository", "check"},
                new String[] {"repository", "key", "list"},
                new String[] {"backup", "--machine", "web1", image});
        for (String[] words : commands) {
            String[] json = Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new);
            CommandLineRun.Outcome none = tidemark().run(json);
            CommandLineRun.Outcome wrong =
                    tidemark().with("TIDEMARK_PASSPHRASE", "neap").run(json);

            assertThat(none.exitCode()).isEqualTo(12);
            assertThat(none.errorCode()).isEqualTo("passphrase-missing");
            assertThat(none.errorMessage()).contains("--passphrase-file");
            assertThat(wrong.exitCode()).isEqualTo(12);
            assertThat(wrong.errorCode()).isEqualTo("wrong-key");
        }
    }

    @Test
    void thePassphraseComesByFileByVariableOrTyped() throws IOException {
        CommandLineRun.Outcome made = tidemark().typing(SECRET, SECRET).run("repository", "init", "--sealed");
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.err()).contains("without it nobody can read");

        assertThat(tidemark().typing(SECRET).run("points").exitCode()).isZero();
        assertThat(tidemark().typing("").run("points").exitCode()).isEqualTo(12);
        assertThat(tidemark()
                        .run("points", "--passphrase-file", passphrase.toString())
                        .exitCode())
                .isZero();
        assertThat(tidemark()
                        .with("TIDEMARK_PASSPHRASE_FILE", passphrase.toString())
                        .run("points")
                        .exitCode())
                .isZero();
        Path empty = Files.writeString(home.resolve("empty"), "\n");
        assertThat(tidemark()
                        .run("points", "--passphrase-file", empty.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void twoDifferentTypedPassphrasesMakeNothing() {
        CommandLineRun.Outcome outcome = tidemark().typing(SECRET, "other").run("repository", "init", "--sealed");
        CommandLineRun.Outcome nobody = tidemark().run("repository", "init", "--sealed");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("--passphrase-file");
        assertThat(home.resolve("backups")).doesNotExist();
    }

    @Test
    void aLabelThatFitsIntoNoLineIsRefusedBeforeAnythingIsStored() throws IOException {
        Path other = Files.writeString(home.resolve("other"), "spring tide");
        for (String label : List.of("safe\n\u001b[31mx", "a\tb", "\u009b31m", "x".repeat(201))) {
            CommandLineRun.Outcome init = sealed("repository", "init", "--sealed", "--label", label, "--json");
            assertThat(init.exitCode()).isEqualTo(2);
            assertThat(init.errorMessage()).startsWith("--label: The label of a key has");
            assertThat(home.resolve("backups")).doesNotExist();
        }
        succeed("repository", "init", "--sealed", "--label", "x".repeat(200));

        CommandLineRun.Outcome add = sealed(
                "repository", "key", "add", "--new-passphrase-file", other.toString(), "--label", "a\nb", "--json");

        assertThat(add.exitCode()).isEqualTo(2);
        assertThat(add.errorMessage()).contains("line breaks");
        assertThat(succeed("repository", "key", "list").path("keys")).hasSize(1);
    }

    @Test
    void passphrasesAreAddedListedReplacedAndRemoved() throws IOException {
        succeed("repository", "init", "--sealed", "--label", "the team's");
        Path other = Files.writeString(home.resolve("other"), "spring tide");
        String added = succeed("repository", "key", "add", "--new-passphrase-file", other.toString(), "--label", "safe")
                .path("added")
                .asString();
        CommandLineRun.Outcome again = sealed(
                "repository", "key", "add", "--new-passphrase-file", other.toString(), "--label", "office", "--json");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errorCode()).isEqualTo("passphrase-known");
        assertThat(again.errorMessage()).contains(added).contains("safe");
        JsonNode keys = succeed("repository", "key", "list").path("keys");
        assertThat(keys).hasSize(2);
        assertThat(keys.path(0).path("label").asString()).isEqualTo("the team's");
        assertThat(keys.path(0).path("opened").asBoolean()).isTrue();

        CommandLineRun.Outcome last =
                sealed("repository", "key", "remove", keys.path(0).path("id").asString(), "--json");
        assertThat(last.exitCode()).isEqualTo(1);
        assertThat(last.errorCode()).isEqualTo("key-needed");
        CommandLineRun.Outcome unknown =
                sealed("repository", "key", "remove", "00000000-0000-4000-8000-000000000000", "--json");
        assertThat(unknown.exitCode()).isEqualTo(10);
        CommandLineRun.Outcome notAKey = sealed("repository", "key", "remove", "notakey", "--json");
        assertThat(notAKey.exitCode()).isEqualTo(2);
        assertThat(notAKey.errorMessage())
                .contains("\"notakey\" is no key")
                .contains("key list")
                .doesNotContain("java");
        succeed("repository", "key", "remove", added);
        assertThat(tidemark()
                        .run("points", "--passphrase-file", other.toString())
                        .exitCode())
                .isEqualTo(12);

        CommandLineRun.Outcome rotated = tidemark()
                .with("TIDEMARK_PASSPHRASE", SECRET)
                .with("TIDEMARK_NEW_PASSPHRASE", "neap tide")
                .run("repository", "key", "rotate");
        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        assertThat(sealed("points").exitCode()).isEqualTo(12);
        assertThat(tidemark()
                        .with("TIDEMARK_PASSPHRASE", "neap tide")
                        .run("points")
                        .exitCode())
                .isZero();
    }
}
