package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Seeded
class CrashTest {
    /// Sampled states of each time between two flushes.
    private static final int TORN = 40;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void aCrashLeavesTheOldBitmapsOrTheNew(ChangeCase change, RandomGenerator random) throws IOException {
        RecordedSource recorded = recorded(change);
        List<String> old = ChangeCase.bitmaps(change.image());
        List<String> changed = ChangeCase.bitmaps(recorded.after());
        ByteBuffer content = ChangeCase.content(change.image());

        List<MemoryImageSource> images = new ArrayList<>(recorded.prefixes());
        images.addAll(recorded.torn(TORN, random));

        assertThat(changed).isNotEqualTo(old);
        for (MemoryImageSource image : images) {
            List<String> found = ChangeCase.bitmaps(image);
            if (!isVoid(found, change, changed)) {
                assertThat(List.of(old, changed)).contains(found);
            }
            assertThat(ChangeCase.content(image)).isEqualTo(content);
            CheckReport report = ImageCheck.run(image);
            assertThat(report.corruptions()).as("%s", report.findings()).isZero();
        }
    }

    @Test
    void theCrashesThatAreTriedAreThousands() throws IOException {
        int states = 0;
        for (ChangeCase change : ChangeCase.all().toList()) {
            states += recorded(change).states(TORN);
        }
        assertThat(states).isGreaterThan(4_000);
    }

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void aChangeLeaksNothing(ChangeCase change) throws IOException {
        long leaksBefore = ImageCheck.run(change.image()).leaks();

        CheckReport report = ImageCheck.run(recorded(change).after());

        // Clusters of bitmaps that were void already stay leaked: someone else may have them.
        assertThat(report.leaks()).as("%s", report.findings()).isEqualTo(leaksBefore);
        assertThat(report.corruptions()).isZero();
    }

    @QemuTest
    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void qemuFindsAtMostLeaksAfterACrash(ChangeCase change, RandomGenerator random) throws IOException {
        RecordedSource recorded = recorded(change);
        List<MemoryImageSource> images = new ArrayList<>(recorded.torn(1, random));
        List<MemoryImageSource> prefixes = recorded.prefixes();
        images.add(prefixes.get(random.nextInt(prefixes.size())));
        images.add(recorded.after());
        makeBackingFile(folder.resolve("some/base.qcow2"));

        for (MemoryImageSource image : images) {
            Path file = folder.resolve("image.qcow2");
            writeTo(file, image);
            QemuTools.Result check = QemuTools.run("qemu-img", "check", "-f", "qcow2", file.toString());
            assertThat(check.exitCode()).as(check.stdout() + check.stderr()).isIn(0, 3);
            QemuTools.succeed("qemu-img", "info", file.toString());
            CheckReport report = ImageCheck.run(image);
            assertThat(report.leaks() > 0).as("%s", report.findings()).isEqualTo(check.exitCode() == 3);
        }
    }

    /// While the first bitmap appears or the last goes, there is a moment with an extension that does not
    /// count.
    private static boolean isVoid(List<String> found, ChangeCase change, List<String> changed) throws IOException {
        boolean countsForNone = found.equals(List.of("void"));
        return countsForNone
                && (change.mayVoid()
                        || changed.isEmpty()
                        || ChangeCase.bitmaps(change.image()).isEmpty());
    }

    private static RecordedSource recorded(ChangeCase change) throws IOException {
        RecordedSource recorded = new RecordedSource(change.image());
        change.apply(recorded);
        return recorded;
    }

    /// The fixture with a backing file names it so.
    private static void makeBackingFile(Path file) throws IOException {
        Files.createDirectory(file.getParent());
        try (Qcow2Writer writer = Qcow2Writer.create(file, 1 << 20, 65536)) {
            writer.finish();
        }
    }

    private static void writeTo(Path file, MemoryImageSource image) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) image.size());
        image.readPadded(content, 0);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(content.flip());
        }
    }
}
