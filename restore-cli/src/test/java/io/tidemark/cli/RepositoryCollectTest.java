package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `repository collect`: what deleted points needed goes in two runs, and nothing else does.
class RepositoryCollectTest {
    private static final String[] AT_ONCE = {"--grace", "0", "--keep-unreferenced", "0"};

    @TempDir
    private Path home;

    private static byte[] noise(int chunks, long seed) {
        byte[] content = new byte[chunks * MadePoints.CHUNK];
        new Random(seed).nextBytes(content);
        return content;
    }

    private CommandLineRun.Outcome collect(CommandLineRun run, String... more) {
        String[] words = new String[3 + AT_ONCE.length + more.length];
        words[0] = "repository";
        words[1] = "collect";
        words[2] = "--json";
        System.arraycopy(AT_ONCE, 0, words, 3, AT_ONCE.length);
        System.arraycopy(more, 0, words, 3 + AT_ONCE.length, more.length);
        return run.run(words);
    }

    private static void requireAsPlanned(JsonNode planned, JsonNode done) {
        requireClose("requests", requests(planned), requests(done), 2);
        for (String what : List.of("bytesUp", "bytesDown")) {
            requireClose(
                    what,
                    planned.path("cost").path(what).asLong(),
                    done.path("cost").path(what).asLong(),
                    2048);
        }
        for (String what : List.of("deleted", "condemned", "rewritten")) {
            assertThat(done.path(what)).as(what).isEqualTo(planned.path(what));
        }
    }

    /// Within a tenth, or what is too little to matter.
    private static void requireClose(String what, long planned, long done, long little) {
        assertThat(done).as(what).isCloseTo(planned, within(Math.max(little, planned / 10)));
    }

    private static long requests(JsonNode document) {
        return Stream.of("puts", "gets", "heads", "lists", "deletes")
                .mapToLong(verb -> document.path("cost").path(verb).asLong())
                .sum();
    }

    private void requireAsPlannedInEachPhase(CommandLineRun run, MadePoints made) throws IOException {
        byte[] first = noise(900, 2);
        byte[] second = first.clone();
        System.arraycopy(noise(700, 3), 0, second, 100 * MadePoints.CHUNK, 700 * MadePoints.CHUNK);
        PointId point = made.of("web1", "2026-11-01T02:00:00Z", Map.of("system", first), null);
        made.of("web1", "2026-11-02T02:00:00Z", Map.of("system", second), null);
        assertThat(run.run("points", "delete", point.toString()).exitCode()).isZero();

        for (int phase = 1; phase <= 3; phase++) {
            JsonNode planned = collect(run, "--dry-run").json();
            JsonNode done = collect(run).json();
            assertThat(done.path("rewritten").path("packs").asInt() > 0).isEqualTo(phase == 1);
            assertThat(done.path("deleted").path("packs").asInt() > 0).isEqualTo(phase == 2);
            assertThat(done.path("replacedSegments").asInt() > 0).isEqualTo(phase == 2);
            assertThat(planned.path("replacedSegments")).isEqualTo(done.path("replacedSegments"));
            requireAsPlanned(planned, done);
        }
    }

    @Test
    void aRunCostsWhatTheDryRunSaid() throws IOException {
        try (MadePoints made = new MadePoints(home)) {
            requireAsPlannedInEachPhase(new CommandLineRun(home).with("TIDEMARK_REPOSITORY", made.location()), made);
        }
    }

    @Test
    void aRunOnASealedRepositoryCostsWhatTheDryRunSaid() throws IOException {
        try (MadePoints made = MadePoints.sealed(home, "ebb and flow")) {
            requireAsPlannedInEachPhase(
                    new CommandLineRun(home)
                            .with("TIDEMARK_REPOSITORY", made.location())
                            .with("TIDEMARK_PASSPHRASE", "ebb and flow"),
                    made);
        }
    }

    @Test
    void whatADeletedPointNeededGoesInTwoRuns() throws IOException {
        byte[] kept = noise(40, 1);
        PointId first;
        PointId second;
        String location;
        try (MadePoints made = new MadePoints(home)) {
            first = made.of("web1", "2026-11-01T02:00:00Z", Map.of("system", noise(300, 2)), null);
            second = made.of("web2", "2026-11-02T02:00:00Z", Map.of("system", kept), null);
            location = made.location();
        }
        CommandLineRun run = new CommandLineRun(home).with("TIDEMARK_REPOSITORY", location);
        assertThat(run.run("points", "delete", first.toString()).exitCode()).isZero();

        JsonNode planned = collect(run, "--dry-run").json();
        JsonNode condemned = collect(run).json();
        CommandLineRun.Outcome deleted = collect(run);
        JsonNode afterwards = collect(run).json();

        assertThat(planned.path("dryRun").asBoolean()).isTrue();
        assertThat(planned.path("condemned")).isEqualTo(condemned.path("condemned"));
        // A pack of chunks and one of map pages.
        assertThat(condemned.path("condemned").path("packs").asInt()).isEqualTo(2);
        assertThat(condemned.path("deleted").path("packs").asInt()).isZero();
        assertThat(deleted.exitCode()).as(deleted.err()).isZero();
        assertThat(deleted.json().path("deleted")).isEqualTo(condemned.path("condemned"));
        assertThat(deleted.json().path("cost").path("deletes").asInt()).isGreaterThan(2);
        assertThat(afterwards.path("packs").asInt()).isEqualTo(2);
        assertThat(run.run("repository", "check").exitCode()).isZero();
        Path target = home.resolve("restored.raw");
        assertThat(run.run("restore", second.toString(), "--to", target.toString(), "--format", "raw")
                        .exitCode())
                .isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(kept);
    }

    @Test
    void whatIsYoungIsLeftAlone() throws IOException {
        try (MadePoints made = new MadePoints(home)) {
            PointId point = made.at("web1", "2026-11-01T02:00:00Z");
            CommandLineRun run = new CommandLineRun(home).with("TIDEMARK_REPOSITORY", made.location());
            run.run("points", "delete", point.toString());

            CommandLineRun.Outcome outcome = run.run("repository", "collect");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).contains("condemned: 0 pack(s)").contains("cost: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--grace,-1,hours",
        "--keep-unreferenced,2d,hours",
        "--live-ratio,2,0 to 1",
        "--live-ratio,NaN,0 to 1",
        "--live-ratio,1.5,0 to 1",
        "--rewrite-limit,-1,MiB",
        "--rewrite-limit,9999999999999,MiB"
    })
    void anOptionThatMakesNoSenseIsNamedWithWhatWasTyped(String option, String word, String expected) {
        CommandLineRun.Outcome outcome = new CommandLineRun(home)
                .with("TIDEMARK_REPOSITORY", "file:" + home)
                .run("repository", "collect", "--json", option, word);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorMessage())
                .contains("'" + option + "'")
                .contains(expected)
                .contains("\"" + word + "\"");
    }
}
