package io.tidemark.benchmarks;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Opening an image and listing the extents of the whole disk: what `qemu-img map` does in a process of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 25)
public class ListExtents {

    /// Any image.
    @Param("")
    public String image = "";

    @Benchmark
    public long listThem() throws IOException {
        try (Qcow2Image opened = Qcow2Image.open(Path.of(image), Access.READ, ImageResolver.refusing())) {
            long extents = 0;
            var cursor = opened.extents(0, opened.virtualSize());
            while (cursor.next() != null) {
                extents++;
            }
            return extents;
        }
    }
}
