package io.tidemark.benchmarks;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/// Reading all guest bytes of an image from the first to the last, block by block: what `dd` does with the file.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 25)
public class SequentialReads {

    /// An image with plain clusters.
    @Param("")
    public String image = "";

    /// Bytes of a read.
    @Param({"65536", "1048576"})
    public int blockSize = 65536;

    @Benchmark
    public long readAll() throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(blockSize);
        try (Qcow2Image opened = Qcow2Image.open(Path.of(image), Access.READ, ImageResolver.refusing())) {
            long size = opened.virtualSize();
            for (long at = 0; at < size; at += blockSize) {
                opened.read(at, block.clear().limit((int) Math.min(blockSize, size - at)));
            }
            return block.get(0);
        }
    }
}
