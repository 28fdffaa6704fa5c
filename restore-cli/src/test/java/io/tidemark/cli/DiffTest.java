package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `diff`: which ranges of which disks differ.
class DiffTest {
    private static final int CHUNK = MadePoints.CHUNK;

    @TempDir
    private Path home;

    private MadePoints made;
    private String before = "";
    private String after = "";

    @BeforeEach
    void makeTwoPoints() throws IOException {
        made = new MadePoints(home);
        Map<String, byte[]> disks = new LinkedHashMap<>();
        disks.put("system", filled(100 * CHUNK));
        disks.put("old", filled(CHUNK));
        disks.put("grows", filled(3 * CHUNK));
        PointId first = made.of("web1", "2026-11-01T02:00:00Z", disks, null);
        Map<String, byte[]> later = new LinkedHashMap<>();
        byte[] system = filled(100 * CHUNK);
        system[5 * CHUNK + 17] = 99;
        system[6 * CHUNK] = 99;
        system[90 * CHUNK] = 99;
        later.put("system", system);
        later.put("new", filled(CHUNK));
        later.put("grows", filled(4 * CHUNK));
        before = first.toString();
        after = made.of("web1", "2026-11-02T02:00:00Z", later, first).toString();
    }

    @AfterEach
    void close() {
        made.close();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (1 + i / CHUNK);
        }
        return bytes;
    }

    private CommandLineRun.Outcome tidemark(String... words) {
        return new CommandLineRun(home)
                .with("TIDEMARK_REPOSITORY", made.location())
                .run(words);
    }

    private static List<String> ranges(JsonNode disk) {
        List<String> ranges = new ArrayList<>();
        disk.path("ranges")
                .forEach(each -> ranges.add(each.path("start").asLong() / CHUNK + "+"
                        + each.path("length").asLong() / CHUNK));
        return ranges;
    }

    @Test
    void rangesThatDifferAreListedAndDisksThatCameWentAndGrewAreTold() {
        CommandLineRun.Outcome outcome = tidemark("diff", before, after, "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode disks = outcome.json().path("disks");
        assertThat(disks).hasSize(4);
        assertThat(disks.path(0).path("disk").asString()).isEqualTo("system");
        assertThat(ranges(disks.path(0))).containsExactly("5+2", "90+1");
        assertThat(disks.path(0).path("changedBytes").asLong()).isEqualTo(3L * CHUNK);
        // Two leaves and a root of each map; the whole maps have three pages.
        assertThat(disks.path(0).path("pagesRead").asLong()).isEqualTo(6);
        assertThat(disks.path(1).path("state").asString()).isEqualTo("removed");
        assertThat(disks.path(2).path("state").asString()).isEqualTo("compared");
        assertThat(ranges(disks.path(2))).containsExactly("3+1");
        assertThat(disks.path(2).path("virtualBytesBefore").asLong()).isEqualTo(3L * CHUNK);
        assertThat(disks.path(2).path("virtualBytesAfter").asLong()).isEqualTo(4L * CHUNK);
        assertThat(disks.path(3).path("state").asString()).isEqualTo("added");
        assertThat(disks.path(3).path("virtualBytesBefore").isNull()).isTrue();
    }

    @Test
    void peopleAreToldTheSame() {
        CommandLineRun.Outcome outcome = tidemark("diff", before, after);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains(before)
                .contains("20480 to 28672")
                .contains("old: removed")
                .contains("new: added")
                .contains("resized from 12288 to 16384 bytes")
                .contains("in 2 range(s) differ");
    }

    @Test
    void oneDiskCanBeAskedFor() {
        JsonNode one =
                tidemark("diff", before, after, "--disk", "system", "--json").json();
        CommandLineRun.Outcome none = tidemark("diff", before, after, "--disk", "swap", "--json");

        assertThat(one.path("disks")).hasSize(1);
        assertThat(none.exitCode()).isEqualTo(10);
        assertThat(none.errorCode()).isEqualTo("disk-missing");
    }

    @Test
    void equalPointsAreEqualAndUnknownOnesAreTen() {
        JsonNode same = tidemark("diff", after, after, "--json").json();
        CommandLineRun.Outcome unknown = tidemark("diff", before, "0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d", "--json");

        assertThat(same.path("disks").path(0).path("changedBytes").asLong(1)).isZero();
        assertThat(same.path("disks").path(0).path("pagesRead").asLong(1)).isZero();
        assertThat(unknown.exitCode()).isEqualTo(10);
        assertThat(unknown.errorCode()).isEqualTo("point-missing");
    }
}
