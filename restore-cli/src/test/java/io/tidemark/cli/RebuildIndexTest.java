package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `repository rebuild-index`: with the bucket alone, and nothing left of its index.
class RebuildIndexTest {
    @TempDir
    private Path home;

    private static void deleteAllIn(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aRepositoryWithoutItsIndexIsRestoredFrom() throws IOException {
        byte[] content = new byte[300 * MadePoints.CHUNK + 512];
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        PointId point;
        String location;
        try (MadePoints made = new MadePoints(home)) {
            point = made.of("web1", "2026-11-01T02:00:00Z", Map.of("system", content), null);
            location = made.location();
        }
        deleteAllIn(home.resolve("backups/index"));
        CommandLineRun run = new CommandLineRun(home).with("TIDEMARK_REPOSITORY", location);
        CommandLineRun.Outcome verified = run.run("verify");
        assertThat(verified.exitCode()).isEqualTo(13);
        assertThat(verified.err()).contains("repository rebuild-index");
        CommandLineRun.Outcome collected = run.run("repository", "collect", "--json");
        assertThat(collected.exitCode()).isEqualTo(13);
        assertThat(collected.errorMessage()).contains("repository rebuild-index");
        CommandLineRun.Outcome refused = run.run(
                "restore", point.toString(), "--to", home.resolve("none.raw").toString(), "--json");
        assertThat(refused.exitCode()).isEqualTo(13);
        assertThat(refused.errorMessage()).contains("repository rebuild-index");

        CommandLineRun.Outcome rebuilt = run.run("repository", "rebuild-index", "--json");
        Path target = home.resolve("restored.raw");
        CommandLineRun.Outcome restored =
                run.run("restore", point.toString(), "--to", target.toString(), "--format", "raw");

        assertThat(rebuilt.exitCode()).as(rebuilt.err()).isZero();
        JsonNode report = rebuilt.json();
        assertThat(report.path("added").asInt())
                .isEqualTo(report.path("records").asInt());
        assertThat(report.path("segments").asInt()).isEqualTo(1);
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
        assertThat(run.run("repository", "check").exitCode()).isZero();
        assertThat(run.run("repository", "rebuild-index").out()).contains("0 of them");
    }

    @Test
    void aPackThatCannotTellWhatItHoldsIsThirteen() throws IOException {
        try (MadePoints made = new MadePoints(home)) {
            made.at("web1", "2026-11-01T02:00:00Z");
            Files.createDirectories(home.resolve("backups/packs/aa"));
            Files.write(home.resolve("backups/packs/aa/aa000000-0000-4000-8000-000000000000"), new byte[99]);

            CommandLineRun.Outcome outcome = new CommandLineRun(home)
                    .with("TIDEMARK_REPOSITORY", made.location())
                    .run("repository", "rebuild-index", "--json");

            assertThat(outcome.exitCode()).isEqualTo(13);
            assertThat(outcome.json().path("unreadablePacks").path(0).asString())
                    .contains("aa000000-0000-4000-8000-000000000000");
        }
    }
}
