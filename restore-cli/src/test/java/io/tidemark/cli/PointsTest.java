package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `points` and the commands below it.
class PointsTest {
    private static final String UNKNOWN = "0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d";

    @TempDir
    private Path home;

    private MadePoints made;
    private String first = "";
    private String second = "";

    @BeforeEach
    void makeTwoPoints() throws IOException {
        made = new MadePoints(home);
        first = made.at("web1", "2026-11-01T02:00:00Z").toString();
        second = made.at("web1", "2026-11-02T02:00:00Z").toString();
    }

    @AfterEach
    void close() {
        made.close();
    }

    private CommandLineRun.Outcome tidemark(String... words) {
        return new CommandLineRun(home)
                .with("TIDEMARK_REPOSITORY", made.location())
                .run(words);
    }

    @Test
    void aPinIsListedShownObeyedAndLifted() {
        assertThat(tidemark("points", "pin", first, "--reason", "audit").exitCode())
                .isZero();

        JsonNode listed = tidemark("points", "--json").json();
        assertThat(listed.path(0).path("pinned").asBoolean()).isTrue();
        assertThat(listed.path(1).path("pinned").asBoolean(true)).isFalse();
        assertThat(tidemark("points").out()).contains("web1  pinned");
        JsonNode shown = tidemark("points", "show", first, "--json").json();
        assertThat(shown.path("pins").path(0).path("reason").asString()).isEqualTo("audit");
        assertThat(shown.path("pins").path(0).path("pinnedAt").asString()).endsWith("Z");
        assertThat(tidemark("points", "show", first).out()).contains("audit").contains("mode full");
        CommandLineRun.Outcome refused = tidemark("points", "delete", second, first, "--json");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errorCode()).isEqualTo("point-pinned");
        assertThat(tidemark("points", "--json").json()).hasSize(2);

        JsonNode lifted = tidemark("points", "unpin", first, second, "--json").json();
        assertThat(lifted.path("unpinned").path(0).path("pins").asInt()).isEqualTo(1);
        assertThat(lifted.path("unpinned").path(1).path("pins").asInt()).isZero();
        JsonNode deleted = tidemark("points", "delete", second, first, "--json").json();
        assertThat(deleted.path("deleted")).hasSize(2);
        assertThat(tidemark("points", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void anUnknownPointIsTenAndNothingIsDeleted() {
        for (String command : new String[] {"show", "pin", "unpin"}) {
            CommandLineRun.Outcome outcome = tidemark("points", command, UNKNOWN, "--json");
            assertThat(outcome.exitCode()).as(command).isEqualTo(10);
            assertThat(outcome.errorCode()).isEqualTo("point-missing");
        }
        assertThat(tidemark("points", "delete", first, UNKNOWN).exitCode()).isEqualTo(10);
        assertThat(tidemark("points", "--json").json()).hasSize(2);
    }

    @Test
    void aDamagedPointIsDeletedOnRequestAlone() throws IOException {
        Files.write(home.resolve("backups/points/" + first), new byte[100]);

        assertThat(tidemark("points", "delete", first).exitCode()).isEqualTo(13);
        CommandLineRun.Outcome intact = tidemark("points", "delete", "--damaged", first, second, "--json");
        assertThat(intact.exitCode()).isEqualTo(2);
        assertThat(intact.errorCode()).isEqualTo("point-intact");
        assertThat(intact.errorMessage()).contains(second + " is not damaged: delete it without --damaged");
        assertThat(home.resolve("backups/points/" + first)).exists();
        assertThat(home.resolve("backups/points/" + second)).exists();
        assertThat(tidemark("points", "delete", "--damaged", first).exitCode()).isZero();
        assertThat(tidemark("points").exitCode()).isZero();
    }

    @Test
    void aDamagedPointIsPinnedWithAWarningAndEveryErrorNamesTheWayOut() throws IOException {
        Files.write(home.resolve("backups/points/" + first), new byte[100]);

        CommandLineRun.Outcome pinned = tidemark("points", "pin", first, second, "--reason", "evidence", "--json");
        assertThat(pinned.exitCode()).isEqualTo(3);
        assertThat(pinned.json().path("pinned")).hasSize(2);
        assertThat(pinned.json().path("warnings")).hasSize(1);
        assertThat(pinned.json().path("warnings").path(0).asString()).contains(first);
        assertThat(tidemark("points", "delete", "--damaged", first).exitCode()).isEqualTo(1);
        CommandLineRun.Outcome shown = tidemark("points", "show", first);
        assertThat(shown.exitCode()).isEqualTo(13);
        assertThat(shown.err()).contains("evidence");

        for (String command : new String[] {
            "points",
            "points delete " + first,
            "points show " + first,
            "diff " + first + " " + second,
            "verify",
            "repository collect",
            "forget --machine web1 --keep-last 1",
            "restore " + first + " --to out.raw",
        }) {
            assertThat(tidemark(command.split(" ")).err())
                    .as(command)
                    .contains("`tidemark points delete --damaged " + first + "`")
                    .doesNotContain("lists those that do");
        }
    }

    @Test
    void optionsBeforeTheCommandAreNotPassedOver() {
        CommandLineRun.Outcome outcome = tidemark("points", "--machine", "web1", "delete", first);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--machine");
        assertThat(tidemark("--json", "points", "show", first).exitCode()).isZero();
        assertThat(tidemark("points", "--json", "show", first).exitCode()).isZero();
    }

    @Test
    void aWordThatIsNoPointIsWrongUsage() {
        assertThat(tidemark("points", "delete", "web1").exitCode()).isEqualTo(2);
        assertThat(tidemark("points", "delete").exitCode()).isEqualTo(2);
        assertThat(tidemark("points", "pin", first, "--reason", "x".repeat(5000))
                        .exitCode())
                .isEqualTo(2);
        assertThat(tidemark("points", "extra").exitCode()).isEqualTo(2);
    }
}
