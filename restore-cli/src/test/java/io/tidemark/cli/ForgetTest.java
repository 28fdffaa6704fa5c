package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `forget`: what the rules keep, what goes, and what is told.
class ForgetTest {
    @TempDir
    private Path home;

    private MadePoints made;
    private final List<String> points = new ArrayList<>();

    @BeforeEach
    void makePoints() throws IOException {
        made = new MadePoints(home);
        for (String instant : List.of(
                "2026-05-01T08:00:00Z", "2026-05-01T22:30:00Z", "2026-05-02T08:00:00Z", "2026-05-03T08:00:00Z")) {
            points.add(made.at("web1", instant).toString());
        }
        made.at("db1", "2020-01-01T00:00:00Z");
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

    private List<String> listed(String machine) {
        List<String> ids = new ArrayList<>();
        tidemark("points", "--machine", machine, "--json")
                .json()
                .forEach(each -> ids.add(each.path("point").asString()));
        return ids;
    }

    @Test
    void aDryRunTellsEachVerdictAndReasonAndDeletesNothing() {
        CommandLineRun.Outcome outcome = tidemark(
                "forget", "--machine", "web1", "--keep-daily", "2", "--time-zone", "UTC", "--dry-run", "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode report = outcome.json();
        assertThat(report.path("dryRun").asBoolean()).isTrue();
        assertThat(report.path("timeZone").asString()).isEqualTo("UTC");
        assertThat(report.path("deleted")).isEmpty();
        List<String> verdicts = new ArrayList<>();
        report.path("points").forEach(each -> verdicts.add(each.path("verdict").asString()));
        assertThat(verdicts).containsExactly("delete", "delete", "keep", "keep");
        JsonNode reason = report.path("points").path(2).path("reasons").path(0);
        assertThat(reason.path("rule").asString()).isEqualTo("daily");
        assertThat(reason.path("detail").asString()).isEqualTo("2026-05-02");
        assertThat(tidemark("forget", "--machine", "web1", "--keep-last", "1", "--dry-run")
                        .out())
                .contains("no rule keeps it")
                .contains("last 1 of 1, newest")
                .contains("3 would be deleted");
        assertThat(listed("web1")).isEqualTo(points);
    }

    @Test
    void whatNoRuleKeepsIsDeletedOfThatMachineAlone() {
        tidemark("points", "pin", points.getFirst());

        CommandLineRun.Outcome outcome =
                tidemark("forget", "--machine", "web1", "--keep-daily", "2", "--time-zone", "Europe/Vienna", "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.json().path("deleted")).hasSize(1);
        assertThat(listed("web1")).containsExactly(points.get(0), points.get(2), points.get(3));
        assertThat(listed("db1")).hasSize(1);
        assertThat(tidemark("repository", "check").exitCode()).isZero();
        assertThat(tidemark("verify", points.getLast()).exitCode()).isZero();
        assertThat(tidemark("forget", "--machine", "web1", "--keep-daily", "2", "--time-zone", "Europe/Vienna")
                        .out())
                .contains("0 deleted");
    }

    @Test
    void aDamagedManifestIsNotCountedNotDeletedAndWarnedOf() throws IOException {
        Path newest = home.resolve("backups/points/" + points.getLast());
        byte[] bytes = Files.readAllBytes(newest);
        bytes[100] ^= 1;
        Files.write(newest, bytes);

        CommandLineRun.Outcome outcome = tidemark("forget", "--machine", "web1", "--keep-last", "1", "--json");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.json().path("warnings").path(0).asString()).contains(points.getLast());
        assertThat(listed("web1")).containsExactly(points.get(2));
        assertThat(newest).exists();
    }

    @Test
    void anUnknownMachineIsTen() {
        CommandLineRun.Outcome outcome = tidemark("forget", "--machine", "nobody", "--keep-last", "1", "--json");

        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.errorCode()).isEqualTo("machine-missing");
    }

    @Test
    void noRuleAtAllIsRefusedAndSaysWhichThereAre() {
        CommandLineRun.Outcome outcome = tidemark("forget", "--machine", "web1", "--json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage()).contains("keep-daily");
        assertThat(listed("web1")).hasSize(4);
    }

    @Test
    void anInstantIsToldAsTheListingTellsIt() throws IOException {
        made.at("app1", "2026-05-01T08:00:41.827715440Z");

        assertThat(tidemark("points", "--machine", "app1").out()).contains("2026-05-01T08:00:41.827715440Z");
        assertThat(tidemark("forget", "--machine", "app1", "--keep-last", "1", "--time-zone", "UTC", "--dry-run")
                        .out())
                .contains("2026-05-01T08:00:41.827715440Z");
        assertThat(tidemark("forget", "--machine", "app1", "--keep-last", "1", "--time-zone", "Asia/Tokyo")
                        .out())
                .contains("2026-05-01T17:00:41.827715440+09:00");
    }
}
