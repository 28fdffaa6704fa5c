package io.tidemark.benchmarks;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

/// Opening a 1 TiB image, clearing its dirty bitmap and closing it again: what `qemu-img bitmap --clear` does in a
/// process of its own. Every call has a fresh copy of the image, written to the disk before the clock starts.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 40)
@Measurement(iterations = 40)
public class StoreBitmap {

    /// An image with a dirty bitmap `mark`.
    @Param("")
    public String image = "";

    private Path copy = Path.of("");

    @Setup(Level.Invocation)
    public void copyTheImage() throws IOException {
        copy = Path.of(image + ".copy");
        Files.copy(Path.of(image), copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    @Benchmark
    public Object clear() throws IOException {
        try (Qcow2Image opened = Qcow2Image.open(copy, Access.WRITE, ImageResolver.refusing())) {
            return opened.editBitmaps().clear(TebibyteImage.BITMAP).store();
        }
    }

    @TearDown(Level.Trial)
    public void deleteTheCopy() throws IOException {
        Files.deleteIfExists(copy);
    }
}
