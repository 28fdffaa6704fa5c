package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.StoredBitmaps;
import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.NoSpaceException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QemuTest
class RoomGivenBackTest {
    private static final Pattern ACTUAL = Pattern.compile("\"actual-size\": (\\d+)");

    @TempDir
    private Path folder;

    @Test
    void clearedBitsTakeNoRoomInTheFileSystem() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "1T");
        image.bitmap("b", "--add", "-g", "64k");
        long empty = actualSize(image);
        List<ByteRange> everywhere = new ArrayList<>();
        for (long at = 0; at < 1L << 40; at += 1 << 30) {
            everywhere.add(new ByteRange(at, 1 << 20));
        }

        try (Qcow2Image ours = open(image)) {
            assertThat(ours.editBitmaps().mark("b", everywhere).store()).isEqualTo(clean());
            assertThat(actualSize(image)).isGreaterThan(empty + (2 << 20) - 65536);
            assertThat(ours.editBitmaps().clear("b").store()).isEqualTo(clean());
        }

        assertThat(actualSize(image)).isLessThanOrEqualTo(empty + 4 * 65536);
        assertThat(image.check()).isZero();
        assertThat(image.dirty("b")).isEmpty();
    }

    /// A full disk that stays full would stop the machine at its next write.
    @Test
    void aStoreThatFindsTheDiskFullLeavesItAsFullAsItWas() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "64G");
        image.bitmap("b", "--add", "-g", "512");
        long before = actualSize(image);

        try (FileImageSource file = FileImageSource.open(image.path(), Access.WRITE);
                Qcow2Image ours = Qcow2Image.open(withRoomFor(file, 4 << 20), ImageResolver.refusing())) {
            BitmapEditor editor = ours.editBitmaps().mark("b", List.of(new ByteRange(0, 64L << 30)));
            assertThatThrownBy(editor::store).isInstanceOf(NoSpaceException.class);
            assertThat(actualSize(image)).isLessThanOrEqualTo(before + 4 * 65536);
        }
        assertThat(image.check()).isZero();
        assertThat(image.dirty("b")).isEmpty();
    }

    @Test
    void givingRoomBackKeepsTheLocks() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "9M");
        image.bitmap("b", "--add").io("write 0 1M");

        try (Qcow2Image ours = open(image)) {
            ours.editBitmaps().clear("b").store();
            QemuTools.Result write = QemuTools.run(
                    "qemu-io", "-f", "qcow2", "-c", "write 0 64k", image.path().toString());
            assertThat(write.exitCode()).isNotZero();
            assertThat(write.stderr()).contains("lock");
            assertThatThrownBy(() -> open(image)).isInstanceOf(ImageBusyException.class);
        }
        image.io("write 0 64k");
        assertThat(image.dirty("b")).containsExactly("0+65536");
    }

    /// The same file on a disk that is full after some more bytes.
    private static ImageSource withRoomFor(ImageSource file, long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return (ImageSource) Proxy.newProxyInstance(
                ImageSource.class.getClassLoader(), new Class<?>[] {ImageSource.class}, (_, method, arguments) -> {
                    if (method.getName().equals("write")
                            && left.addAndGet(-((ByteBuffer) arguments[0]).remaining()) < 0) {
                        // Small writes overwrite what is there already.
                        if (((ByteBuffer) arguments[0]).remaining() > 4096) {
                            throw new NoSpaceException(file.name(), (long) arguments[1], 0, new IOException("full"));
                        }
                    }
                    try {
                        return method.invoke(file, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static StoredBitmaps clean() {
        return new StoredBitmaps(0, null);
    }

    private static Qcow2Image open(QemuImage image) throws IOException {
        return Qcow2Image.open(image.path(), Access.WRITE, ImageResolver.refusing());
    }

    private static long actualSize(QemuImage image) {
        Matcher size = ACTUAL.matcher(QemuTools.succeed(
                "qemu-img", "info", "-U", "--output=json", image.path().toString()));
        assertThat(size.find()).isTrue();
        return Long.parseLong(size.group(1));
    }
}
