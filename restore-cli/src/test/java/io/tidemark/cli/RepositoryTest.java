package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `repository …` and `points` on a directory.
class RepositoryTest {
    @TempDir
    private Path home;

    private String location = "";

    @BeforeEach
    void nameADirectory() {
        location = "file:" + home.resolve("backups");
    }

    private CommandLineRun tidemark() {
        return new CommandLineRun(home).with("TIDEMARK_REPOSITORY", location);
    }

    @Test
    void aNewRepositoryIsShownAsItWasMade() {
        JsonNode made = tidemark().run("repository", "init", "--json").json();
        JsonNode shown = tidemark().run("repository", "show", "--json").json();

        assertThat(made.path("chunkSize").asInt()).isEqualTo(65536);
        assertThat(made.path("location").asString()).isEqualTo(location);
        assertThat(shown.path("id")).isEqualTo(made.path("id"));
        assertThat(shown.path("sealed").asBoolean(true)).isFalse();
        assertThat(shown.path("machines")).isEmpty();
        assertThat(shown.path("formatVersion").asInt()).isEqualTo(1);
        assertThat(shown.path("hash").asString()).isEqualTo("sha-256");
        assertThat(shown.path("sealing").asString()).isEqualTo("none");
        assertThat(shown.path("createdAt").asString()).startsWith("20");
        assertThat(tidemark().run("repository", "show").out())
                .contains("format version 1, made 20")
                .contains("64.0 KiB")
                .contains("sha-256, not sealed, not locked");
    }

    @Test
    void anEmptyRepositoryIsIntactAndHasNoPoints() {
        tidemark().run("repository", "init");

        assertThat(tidemark().run("repository", "check").exitCode()).isZero();
        assertThat(tidemark().run("points", "--json").out()).isEqualTo("[]\n");
        assertThat(tidemark().run("verify", "--json").json().path("intact").asBoolean())
                .isTrue();
    }

    @Test
    void theOptionWinsOverTheVariable() {
        String other = "file:" + home.resolve("other");

        tidemark().run("repository", "init", "--repository", other);

        assertThat(tidemark().run("repository", "show").exitCode()).isEqualTo(10);
        assertThat(tidemark().run("repository", "show", "--repository", other).exitCode())
                .isZero();
    }

    @Test
    void locksAreRefusedWhereThereAreNone() {
        CommandLineRun.Outcome refused = tidemark().run("repository", "init", "--lock", "30d", "--json");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errorCode()).isEqualTo("locks-missing");
        assertThat(refused.err()).contains(location, "leave out --lock");
        assertThat(home.resolve("backups")).doesNotExist();
        assertThat(tidemark().run("repository", "show").exitCode()).isEqualTo(10);
    }

    @Test
    void locksThatMakeNoSenseAreWrongUsage() {
        assertThat(tidemark()
                        .run("repository", "init", "--lock", "0d", "--json")
                        .errorMessage())
                .contains("above 0", "\"0d\"");
        for (String time : new String[] {"", "30", "0d", "-1d", "30 days", "1w", "36526d", "99999999999d"}) {
            assertThat(tidemark().run("repository", "init", "--lock", time).exitCode())
                    .as(time)
                    .isEqualTo(2);
        }
        assertThat(tidemark()
                        .run("repository", "init", "--lock-mode", "governance")
                        .exitCode())
                .isEqualTo(2);
        assertThat(tidemark()
                        .run("repository", "init", "--lock", "1d", "--lock-mode", "strict")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aLimitOfZeroIsNone() {
        assertThat(tidemark()
                        .run("repository", "init", "--limit-rate", "0", "--limit-requests", "0")
                        .exitCode())
                .isZero();
    }

    @Test
    void anExistingRepositoryIsLeftAlone() {
        tidemark().run("repository", "init");
        String before = tidemark().run("repository", "show", "--json").out();

        CommandLineRun.Outcome again = tidemark().run("repository", "init", "--json");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errorCode()).isEqualTo("repository-exists");
        assertThat(tidemark().run("repository", "show", "--json").out()).isEqualTo(before);
    }

    @Test
    void aMissingRepositoryIsTen() {
        for (String command : new String[] {
            "repository show",
            "repository check",
            "points",
            "verify",
            "restore 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d --to " + home.resolve("x.qcow2")
        }) {
            CommandLineRun.Outcome outcome = tidemark().run((command + " --json").split(" "));

            assertThat(outcome.exitCode()).as(command).isEqualTo(10);
            assertThat(outcome.errorCode()).isEqualTo("repository-missing");
            assertThat(outcome.errorMessage()).contains(location);
        }
    }

    @Test
    void anUnknownPointIsTen() {
        tidemark().run("repository", "init");

        for (String command : new String[] {
            "verify 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d",
            "restore 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d --to " + home.resolve("x.qcow2")
        }) {
            CommandLineRun.Outcome outcome = tidemark().run((command + " --json").split(" "));

            assertThat(outcome.exitCode()).as(command).isEqualTo(10);
            assertThat(outcome.errorCode()).isEqualTo("point-missing");
            assertThat(outcome.errorMessage()).contains("0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d");
        }
        assertThat(home.resolve("x.qcow2")).doesNotExist();
    }

    @Test
    void anUnknownMachineIsTen() {
        tidemark().run("repository", "init");

        CommandLineRun.Outcome outcome = tidemark().run("points", "--machine", "nobody", "--json");

        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.errorCode()).isEqualTo("machine-missing");
        assertThat(outcome.errorMessage()).contains("nobody");
    }

    @Test
    void aPassphraseForANewRepositoryIsRefusedUnlessItIsToBeSealed() throws IOException {
        Path file = Files.writeString(home.resolve("passphrase"), "secret\n");

        CommandLineRun.Outcome byVariable =
                tidemark().with("TIDEMARK_PASSPHRASE", "secret").run("repository", "init", "--json");
        CommandLineRun.Outcome byFile =
                tidemark().run("repository", "init", "--json", "--passphrase-file", file.toString());

        assertThat(byVariable.exitCode()).isEqualTo(2);
        assertThat(byVariable.errorMessage()).contains("--sealed").doesNotContain("secret");
        assertThat(byFile.exitCode()).isEqualTo(2);
        assertThat(home.resolve("backups")).doesNotExist();
    }

    @Test
    void aPassphraseForAnUnsealedRepositoryIsRefused() {
        tidemark().run("repository", "init");

        CommandLineRun.Outcome outcome =
                tidemark().with("TIDEMARK_PASSPHRASE", "secret").run("points", "--json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorCode()).isEqualTo("not-sealed");
        assertThat(outcome.errorMessage()).contains("is not sealed").doesNotContain("secret");
    }

    @Test
    void anUnsealedRepositoryHasNoKeys() throws IOException {
        tidemark().run("repository", "init");
        Path file = Files.writeString(home.resolve("passphrase"), "secret\n");

        for (String command : new String[] {
            "list", "add --new-passphrase-file " + file, "rotate", "remove 00000000-0000-4000-8000-000000000000"
        }) {
            CommandLineRun.Outcome outcome = tidemark().run(("repository key " + command + " --json").split(" "));
            assertThat(outcome.exitCode()).as(command).isEqualTo(2);
            assertThat(outcome.errorCode()).isEqualTo("not-sealed");
            assertThat(outcome.errorMessage())
                    .contains("is not sealed, so it has no keys")
                    .doesNotContain("was given");
        }
        assertThat(tidemark()
                        .with("TIDEMARK_PASSPHRASE", "secret")
                        .run("repository", "key", "list", "--json")
                        .errorMessage())
                .contains("a passphrase was given");
        assertThat(home.resolve("backups/keys")).doesNotExist();
    }

    @Test
    void aDamagedRepositoryFileIsThirteen() throws IOException {
        tidemark().run("repository", "init");
        Path file = home.resolve("backups/tidemark.json");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x20;
        Files.write(file, bytes);

        CommandLineRun.Outcome outcome = tidemark().run("points", "--json");

        assertThat(outcome.exitCode()).isEqualTo(13);
        assertThat(outcome.errorMessage()).contains("tidemark.json");
    }
}
