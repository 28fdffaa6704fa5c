package io.tidemark.benchmarks;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Opening a 1 TiB image and listing the dirty extents of a bitmap with 64 KiB granularity, in a warm
/// process. The image is made and dirtied by QEMU's tools.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DirtyExtents {

    private static final long TEBIBYTE = 1L << 40;
    private static final int GRANULE = 64 << 10;

    /// How the writes lie: `scattered` is 16,384 single granules spread evenly, `dense` is every second granule of 2
    /// GiB.
    @Param({"scattered", "dense"})
    public String pattern = "scattered";

    private Path folder = Path.of("");
    private Path image = Path.of("");

    @Setup(Level.Trial)
    public void makeImage() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("dirty-extents");
        image = folder.resolve("image.qcow2");
        run("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), Long.toString(TEBIBYTE));
        run("qemu-img", "bitmap", "--add", "-g", Integer.toString(GRANULE), image.toString(), "mark");
        int writes = 16_384;
        long distance = pattern.equals("scattered") ? TEBIBYTE / writes : 2L * GRANULE;
        Process guest = new ProcessBuilder("qemu-io", "-f", "qcow2", image.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer commands = guest.outputWriter(StandardCharsets.US_ASCII)) {
            for (int n = 0; n < writes; n++) {
                commands.write("write -z " + n * distance + " " + GRANULE + "\n");
            }
        }
        requireSuccess(guest, "qemu-io");
    }

    /// Counts the extents, so that none of the work can be left out.
    @Benchmark
    public long listThem() throws IOException {
        try (Qcow2Image opened = Qcow2Image.open(image, Access.READ, ImageResolver.refusing())) {
            long extents = 0;
            var cursor = opened.dirtyExtents(opened.bitmap("mark").orElseThrow());
            while (cursor.next() != null) {
                extents++;
            }
            return extents;
        }
    }

    @TearDown(Level.Trial)
    public void deleteImage() throws IOException {
        Files.deleteIfExists(image);
        Files.deleteIfExists(folder);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        requireSuccess(new ProcessBuilder(command).inheritIO().start(), command[0]);
    }

    private static void requireSuccess(Process process, String name) throws InterruptedException {
        if (process.waitFor() != 0) {
            throw new IllegalStateException(name + " ended with exit code " + process.exitValue());
        }
    }
}
