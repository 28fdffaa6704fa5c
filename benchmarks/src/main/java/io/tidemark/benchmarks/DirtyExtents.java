package io.tidemark.benchmarks;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/// Opening a 1 TiB image and listing the dirty extents of a bitmap with 64 KiB granularity, in a warm process.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 60)
@Measurement(iterations = 60)
public class DirtyExtents {

    /// An image of 1 TiB as `qemu-img create` makes it.
    @Param("")
    public String image = "";

    /// See [TebibyteImage.Pattern].
    @Param({"scattered", "dense", "alternating"})
    public String pattern = "scattered";

    private Path copy = Path.of("");

    @Setup(Level.Trial)
    public void dirtyACopy() throws IOException {
        copy = Path.of(image + "." + pattern);
        Files.copy(Path.of(image), copy, StandardCopyOption.REPLACE_EXISTING);
        TebibyteImage.dirty(copy, pattern);
    }

    /// Adds the lengths up, so that none of the work can be left out.
    @Benchmark
    public long listThem() throws IOException {
        try (Qcow2Image opened = Qcow2Image.open(copy, Access.READ, ImageResolver.refusing())) {
            long[] dirty = new long[1];
            opened.dirtyExtents(opened.bitmap(TebibyteImage.BITMAP).orElseThrow())
                    .forEachRemaining((start, length) -> dirty[0] += length);
            return dirty[0];
        }
    }

    @TearDown(Level.Trial)
    public void deleteTheCopy() throws IOException {
        Files.deleteIfExists(copy);
    }
}
