package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing a file says makes this library take more than 64 MiB, on the heap and off it: tried in a JVM that
/// has no more than that.
class BoundedMemoryTest {
    @TempDir
    Path folder;

    @Test
    void theWorstFilesAreReadAndChangedIn64MiB() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx48m",
                        "-Xmn6m",
                        "-XX:MaxDirectMemorySize=16m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugeFiles.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        int exit = child.waitFor();

        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(lines)
                .containsExactly(
                        "64 MiB of bitmaps, bitmaps: bitmap-limit",
                        "64 MiB of bitmaps, check: bitmap-limit",
                        "64 MiB of bitmaps, clear: bitmap-limit",
                        "64 MiB of bitmaps, add: bitmap-limit",
                        "broken bitmaps with names that are no text, clear: bitmap-invalid",
                        "broken bitmaps with names that are no text, add: bitmap-invalid",
                        // Its table is that of the others, too.
                        "bitmaps, clear: image-corrupt",
                        "64 MiB of snapshots, snapshots: image-unsupported",
                        "52 operations");
        assertThat(exit).isZero();
    }
}
