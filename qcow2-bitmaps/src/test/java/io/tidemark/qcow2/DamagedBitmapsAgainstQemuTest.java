package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The damages that are refused here are those that QEMU refuses to open an image for, but for what it
/// overlooks.
@QemuTest
class DamagedBitmapsAgainstQemuTest {
    /// QEMU reads tables and bits that are outside the file as zeros.
    private static final Set<String> OVERLOOKED = Set.of("table outside", "data outside");

    @TempDir
    private Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(HostileImageTest.directories(), HostileImageTest.entries(), HostileImageTest.tables())
                .flatMap(all -> all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void qemuRefusesWhatIsRefusedHere(String name, Consumer<Built> damage, String code) throws IOException {
        Built built = HostileImageTest.image().build();
        damage.accept(built);
        Path file = Files.write(folder.resolve("image"), content(built));

        QemuTools.Result info = QemuTools.run("qemu-img", "info", "-f", "qcow2", file.toString());

        assertThat(info.exitCode() != 0)
                .as("%s (%s): %s", name, code, info.stdout() + info.stderr())
                .isEqualTo(!OVERLOOKED.contains(name));
        if (!OVERLOOKED.contains(name)) {
            assertThat(info.stderr()).as("what QEMU dislikes").containsIgnoringCase("bitmap");
        }
        assertThat(refusal(file)).isEqualTo(code);
    }

    /// QEMU does not look at the bits of such a bitmap, nor at the size of its table.
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.tidemark.qcow2.HostileImageTest#entries")
    void anEntryInUseIsJudgedAsQemuJudgesIt(String name, Consumer<Built> damage, String code) throws IOException {
        Built built = HostileImageTest.image().build();
        damage.accept(built);
        long position = HostileImageTest.entry(built, "b") + 15;
        ByteBuffer flags = ByteBuffer.allocate(1);
        built.source().readPadded(flags, position);
        built.putByte(position, flags.get(0) | BitmapDirectoryEntry.IN_USE);
        Path file = Files.write(folder.resolve("image"), content(built));

        QemuTools.Result info = QemuTools.run("qemu-img", "info", "-f", "qcow2", file.toString());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(image.bitmap("b").orElseThrow().inconsistent()).isTrue();
            if (info.exitCode() != 0) {
                assertThat(info.stderr()).as("what QEMU dislikes").containsIgnoringCase("bitmap");
                assertThat(image.check().corruptions()).isPositive();
                assertThatThrownBy(() -> image.editBitmaps().clear("a").store())
                        .isInstanceOfSatisfying(
                                BitmapException.class, e -> assertThat(e.code()).isEqualTo(code));
            } else {
                assertThat(name).isIn("table one longer", "table outside");
                image.editBitmaps().clear("a").store();
            }
        }
    }

    @Test
    void neitherRefusesTheImageThatIsDamagedHere() throws IOException {
        Path file = Files.write(
                folder.resolve("image"), content(HostileImageTest.image().build()));

        assertThat(QemuTools.run("qemu-img", "check", "-f", "qcow2", file.toString())
                        .exitCode())
                .isZero();
        assertThat(refusal(file)).isEqualTo("none");
    }

    /// The code with which the bitmaps are refused here when all of them are read.
    private static String refusal(Path file) throws IOException {
        try (Qcow2Image image = Qcow2Image.open(file, Access.READ, ImageResolver.refusing())) {
            for (DirtyBitmap bitmap : image.bitmaps()) {
                RangeCursor dirty = image.dirtyExtents(bitmap);
                while (dirty.next() != null) {}
            }
            return "none";
        } catch (BitmapException e) {
            return e.code();
        }
    }

    private static byte[] content(Built built) throws IOException {
        byte[] content = new byte[(int) built.source().size()];
        built.source().readPadded(ByteBuffer.wrap(content), 0);
        return content;
    }
}
