package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Header extensions as no program should write them.
class HeaderExtensionsTest {
    private static final int BACKING_FORMAT = 0xe2792aca;
    private static final int DATA_FILE = 0x44415441;
    private static final int BITMAPS = 0x23852875;

    /// QEMU takes the last one, others the first: two answers to what the image is.
    @ParameterizedTest
    @ValueSource(ints = {BACKING_FORMAT, DATA_FILE, BITMAPS})
    void twoOfAKindThatDecidesAreRefused(int type) throws IOException {
        MemoryImageSource source = new ImageFixture(12, 4)
                .extensionBefore(type, 24)
                .extensionBefore(type, 24)
                .build()
                .source();

        assertThatThrownBy(() -> ChangeCase.open(source))
                .isInstanceOf(Qcow2FormatException.class)
                .hasMessageContaining("a second one");
    }

    /// Moved away, the name would leave nothing behind the extensions to end them, until the new one is
    /// there.
    @Test
    void noBitmapIsAddedWhereOnlyTheBackingNameEndsTheExtensions() throws IOException {
        MemoryImageSource source = new ImageFixture(12, 4)
                .features(0, 0, 0)
                .backing("some/base.qcow2")
                .build()
                .source();
        withoutEndMarker(source);
        MemoryImageSource before = source.copy();

        try (Qcow2Image image = ChangeCase.open(source)) {
            assertThatThrownBy(() ->
                            image.editBitmaps().add("mark", 65536, Recording.ON).store())
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_WRITABLE))
                    .hasMessageContaining("end marker");
        }
        assertThat(bytes(source)).isEqualTo(bytes(before));
    }

    private static void withoutEndMarker(MemoryImageSource source) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4096);
        source.readPadded(header, 0);
        long offset = header.getLong(8);
        byte[] name = new byte[header.getInt(16)];
        header.get((int) offset, name);
        source.write(ByteBuffer.wrap(name), offset - 8);
        source.write(ByteBuffer.allocate(8).putLong(0, offset - 8), 8);
    }

    private static ByteBuffer bytes(MemoryImageSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.readPadded(bytes, 0);
        return bytes.flip();
    }
}
