package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not done is refused by its name.
class RefusedFeaturesTest {
    private static final int TABLE = 112;

    @TempDir
    private Path folder;

    @Test
    void unknownFeaturesGoByTheNamesTheImageGivesThem() throws IOException {
        Built built = new ImageFixture(12, 4)
                .features(1L << 40 | 1L << 41 | 1L << 63, 0, 1)
                .extensionBefore(ImageFixture.FEATURE_NAMES, 96)
                .build();
        name(built, TABLE + 8, 40, "quantum clusters");
        name(built, TABLE + 8 + 48, 63, "x".repeat(45) + "\u0007");

        assertThatThrownBy(() -> open(built))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("incompatible feature bits 40 (\"quantum clusters\"), 41, 63 (\"%s?\")"
                        .formatted("x".repeat(45)));
    }

    @Test
    void aBrokenTableOfNamesChangesNothing() {
        for (int length : new int[] {0, 1, 47, 96}) {
            Built built = new ImageFixture(12, 4)
                    .features(1L << 40, 0, 1)
                    .extensionBefore(ImageFixture.FEATURE_NAMES, length)
                    .build();
            built.putInt(TABLE + 4, length == 96 ? Integer.MAX_VALUE : length);

            assertThatThrownBy(() -> open(built)).hasMessageContaining("incompatible feature bit 40 is not supported");
        }
    }

    @Test
    void aFileThatIsNoImageIsCalledThat() throws IOException {
        Path file = Files.writeString(folder.resolve("hostname"), "a-host\n");
        Path empty = Files.createFile(folder.resolve("empty"));

        for (Path each : new Path[] {file, empty}) {
            assertThatThrownBy(() -> Qcow2Image.open(each, Access.READ, ImageResolver.refusing()))
                    .isInstanceOf(Qcow2FormatException.class)
                    .hasMessageContaining("this file is not a qcow2 image");
        }
    }

    @Test
    @QemuTest
    void chainsThatGoInACircleAreRefused() throws IOException {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        QemuImage.create(a, "", "1M");
        QemuImage.createOn(a, "qcow2", b, "", "1M");
        QemuTools.succeed("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", "b", a.toString());

        assertThatThrownBy(() -> DiskContent.open(new QemuImage(b)))
                .isInstanceOf(Qcow2FormatException.class)
                .hasMessageContaining("not in this chain already");
    }

    @Test
    @QemuTest
    void chainsMayBeDeepButNotEndless() throws IOException {
        QemuImage top = QemuImage.create(folder.resolve("0"), "cluster_size=4k", "64k");
        top.io("write -P 7 4k 4k");
        byte[] expected = top.content();
        byte[] overlay = null;
        for (int depth = 1; depth <= 300; depth++) {
            Path path = folder.resolve("%03d".formatted(depth));
            if (overlay == null) {
                QemuImage.createOn(Path.of("./0"), "qcow2", path, "cluster_size=4k", "64k");
                overlay = Files.readAllBytes(path);
            }
            Files.write(path, renamed(overlay, depth - 1));
            top = new QemuImage(path);
            if (depth == 200) {
                assertThat(DiskContent.bytes(top, 4096)).isEqualTo(expected);
            }
        }
        QemuImage deepest = top;
        assertThatThrownBy(() -> DiskContent.open(deepest)).hasMessageContaining("at most 256 files");
    }

    @Test
    @QemuTest
    void subclustersBothAllocatedAndZeroAreRefused() throws IOException {
        QemuImage image =
                QemuImage.create(folder.resolve("disk"), "extended_l2=on", "1M").io("write 0 64k");
        try (FileChannel file = FileChannel.open(image.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long l1 = word(file, 40);
            long l2 = word(file, l1) & 0x00ff_ffff_ffff_fe00L;
            file.write(ByteBuffer.allocate(8).putLong(0, 0x0000_0001_ffff_ffffL), l2 + 8);
        }

        try (Qcow2Image ours = DiskContent.open(image)) {
            assertThatThrownBy(() -> ours.read(65536 - 512, ByteBuffer.allocate(512)))
                    .isInstanceOf(Qcow2FormatException.class);
        }
    }

    /// Names of backing files are all three digits long, so that one overlay can be made into the next.
    private static byte[] renamed(byte[] overlay, int below) {
        ByteBuffer bytes = ByteBuffer.wrap(overlay.clone());
        bytes.put(
                (int) bytes.getLong(8),
                (below == 0 ? "./0" : "%03d".formatted(below)).getBytes(StandardCharsets.UTF_8));
        return bytes.array();
    }

    private static long word(FileChannel file, long position) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(8);
        file.read(word, position);
        return word.getLong(0);
    }

    private static void name(Built built, long record, int bit, String name) {
        built.putByte(record, 0);
        built.putByte(record + 1, bit);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            built.putByte(record + 2 + i, bytes[i]);
        }
    }

    private static void open(Built built) throws IOException {
        Qcow2Image.open(built.source(), ImageResolver.refusing()).close();
    }
}
