package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `verify` at its levels, and that what it finds heals.
class VerifyTest {
    private static final int CHUNK = MadePoints.CHUNK;

    @TempDir
    private Path home;

    private final byte[] content = new byte[300 * CHUNK];
    private MadePoints made;
    private PointId first;

    @BeforeEach
    void makeAPoint() throws IOException {
        made = new MadePoints(home);
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        first = made.of("web1", "2026-11-01T02:00:00Z", Map.of("system", content), null);
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

    private Path largestPack() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("backups/packs"))) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private void damageTheSecondChunk() throws IOException {
        Path pack = largestPack();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[48 + CHUNK + 5] ^= 1;
        Files.write(pack, bytes);
    }

    @Test
    void aDamagedChunkIsFoundStoredAgainByTheNextBackupAndRestored() throws IOException {
        damageTheSecondChunk();

        CommandLineRun.Outcome damaged = tidemark("verify", "--json");
        made.of("web1", "2026-11-02T02:00:00Z", Map.of("system", content), first);
        CommandLineRun.Outcome healed = tidemark("verify", "--json");
        Path target = home.resolve("restored.raw");
        CommandLineRun.Outcome restored =
                tidemark("restore", first.toString(), "--to", target.toString(), "--format", "raw");

        assertThat(damaged.exitCode()).isEqualTo(13);
        JsonNode range = damaged.json().path("damaged").path(0);
        assertThat(range.path("machine").asString()).isEqualTo("web1");
        assertThat(range.path("disk").asString()).isEqualTo("system");
        assertThat(range.path("point").asString()).isEqualTo(first.toString());
        assertThat(range.path("length").asLong()).isEqualTo(CHUNK);
        assertThat(range.path("object").asString())
                .endsWith(String.valueOf(largestPack().getFileName()));
        assertThat(range.path("objectOffset").asLong()).isEqualTo(48L + CHUNK);
        assertThat(damaged.json().path("faultCount").asLong()).isEqualTo(1);
        assertThat(damaged.json().path("recorded").asBoolean()).isTrue();
        assertThat(healed.exitCode()).as(healed.err()).isZero();
        assertThat(healed.json().path("points")).hasSize(2);
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
    }

    @Test
    void theStructureIsCheckedWithoutReadingContent() throws IOException {
        damageTheSecondChunk();

        CommandLineRun.Outcome structure = tidemark("verify", "--level", "structure", "--json");
        assertThat(structure.exitCode()).isZero();
        assertThat(structure.json().path("level").asString()).isEqualTo("structure");
        assertThat(structure.json().path("chunks").asLong()).isEqualTo(300);
        assertThat(structure.json().path("checkedChunks").asLong(1)).isZero();

        assertThat(tidemark("repository", "check").exitCode()).isZero();

        Files.delete(largestPack());
        CommandLineRun.Outcome missing = tidemark("verify", "--level", "structure", first.toString());
        assertThat(missing.exitCode()).isEqualTo(13);
        assertThat(missing.err()).contains("machine web1, disk system");
        CommandLineRun.Outcome checked = tidemark("repository", "check", "--json");
        assertThat(checked.exitCode()).isEqualTo(13);
        assertThat(checked.json().path("level").asString()).isEqualTo("structure");
        assertThat(checked.json().path("damaged").size()).isEqualTo(1);
        // One line for the disk, and not one for each of its 300 chunks.
        assertThat(checked.err().lines()).hasSize(1).allMatch(line -> line.contains("bytes 0 to "));
    }

    @Test
    void aSampleReadsItsShareOrForItsTime() {
        JsonNode share = tidemark("verify", "--sample", "10", "--json").json();
        JsonNode timed = tidemark("verify", "--time-budget", "10m", "--level", "sample", "--json")
                .json();

        assertThat(share.path("level").asString()).isEqualTo("sample");
        // The first pack is always read as a whole, and there is but one.
        assertThat(share.path("checkedChunks").asLong()).isEqualTo(300);
        assertThat(timed.path("checkedChunks").asLong()).isEqualTo(300);
        assertThat(tidemark("verify").out()).contains("at level full").contains("300 of 300");
    }
}
